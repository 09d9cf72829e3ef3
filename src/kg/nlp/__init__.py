"""One encoder pass over a text: tags, trees, mentions, values, in-document coreference."""

from kg.nlp.analyzer import Analyzer, load

__all__ = ["Analyzer", "load"]
