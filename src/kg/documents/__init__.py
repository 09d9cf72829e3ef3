"""Readers by suffix: sources in, documents out; encodings and page furniture are dealt with here and nowhere else."""

from kg.documents.readers import READERS, SINGLE, Reader
from kg.documents.reading import Taken, checked, find_files, read_file, read_sources
from kg.documents.sources import Source

__all__ = ["READERS", "SINGLE", "Reader", "Source", "Taken", "checked", "find_files", "read_file", "read_sources"]
