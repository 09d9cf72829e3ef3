"""Extractions in, knowledge out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.model import Extraction, Knowledge
from kg.names import namer
from kg.resolution.chains import Chain, Place, read_chains
from kg.resolution.clusters import cluster
from kg.resolution.entities import make_entities
from kg.resolution.facts import make_facts
from kg.resolution.judgement import Judge
from kg.resolution.profiles import Profile, read_profiles

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.settings import Settings


def resolve(extractions: Iterable[Extraction], ontology: Ontology, settings: Settings) -> Knowledge:
    """What the documents say together: a function of the set of `extractions`, whatever their order or repetition."""
    distinct = _distinct(extractions)
    names = namer(ontology)
    chains: list[Chain] = []
    profiles: dict[Place, Profile] = {}
    for extraction in distinct:
        own = read_chains(extraction, names, ontology)
        profiles |= read_profiles(extraction, own)
        chains += own
    clusters = cluster(chains, profiles, Judge(names, ontology))
    entities = make_entities(clusters, names, ontology)
    facts = make_facts(distinct, entities, ontology, settings)
    unique = {entity.id: entity for entity in entities.values()}
    return Knowledge(tuple(unique[id_] for id_ in sorted(unique)), tuple(facts))


def _distinct(extractions: Iterable[Extraction]) -> list[Extraction]:
    """One extraction a document, by document id; of several that differ, always the same one."""
    by_document: dict[str, Extraction] = {}
    for extraction in extractions:
        known = by_document.get(extraction.document.id)
        if known is None or (known != extraction and repr(extraction) < repr(known)):
            by_document[extraction.document.id] = extraction
    return [by_document[id_] for id_ in sorted(by_document)]
