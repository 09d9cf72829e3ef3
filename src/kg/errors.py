"""The error tree. A message says what was got, what was expected and what to do next."""

from __future__ import annotations


class KGError(Exception):
    """Base of every error that kg raises on purpose; its text is fit to be shown to a user."""


class InputError(KGError):
    """A source that cannot be read: missing, binary, malformed, wrongly encoded."""


class OntologyError(KGError):
    """An ontology, shapes, cue or name file that does not say what it must."""


class WeightsError(KGError):
    """Model weights that are missing, damaged or of another version."""


class StoreError(KGError):
    """A store that is missing, locked, not writable, full or of another version."""


class QueryError(KGError):
    """A SPARQL query that does not parse, is refused, or fails."""


class ServeError(KGError):
    """A server that cannot start: its port is in use, its address is public and has no token, ..."""
