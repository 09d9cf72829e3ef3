"""From what the nlp stage knows of a document to claims with evidence."""

from kg.extraction.extract import Extractor, extract

__all__ = ["Extractor", "extract"]
