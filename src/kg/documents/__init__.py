"""Readers by suffix: sources in, documents out; encodings and page furniture are dealt with here and nowhere else."""

from kg.documents.readers import READERS, Reader
from kg.documents.reading import read_sources
from kg.documents.sources import Source

__all__ = ["READERS", "Reader", "Source", "read_sources"]
