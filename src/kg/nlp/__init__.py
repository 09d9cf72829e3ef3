"""One encoder pass over a text: tags, trees, mentions, values, in-document coreference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.nlp.analyzer import Analyzer, analyzer

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.settings import Settings

__all__ = ["Analyzer", "load"]


def load(settings: Settings, ontology: Ontology) -> Analyzer:
    """An Analyzer on the weights that kg carries; WeightsError if they are missing or damaged."""
    return analyzer(settings, ontology)
