"""Stores on SPARQL servers: the graph lies there, the ledger of what it was made from in a folder here."""
