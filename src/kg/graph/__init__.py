"""The graph: its RDF shape, the store that holds it, and its validation."""
