"""Extractions in, knowledge out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.model import Extraction, Judgement, Knowledge
from kg.names import Namer, namer
from kg.resolution.chains import Chain, Place, read_chains
from kg.resolution.clusters import cluster, namesakes
from kg.resolution.copies import find_copies
from kg.resolution.doubts import Doubt, doubts
from kg.resolution.entities import make_entities
from kg.resolution.facts import make_facts
from kg.resolution.judgement import Judge
from kg.resolution.profiles import Profile, read_profiles
from kg.resolution.rulings import Rulings

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.settings import Settings


def resolve(
    extractions: Iterable[Extraction], ontology: Ontology, settings: Settings, judgements: Sequence[Judgement] = ()
) -> Knowledge:
    """What the documents say together: a function of the set of `extractions`, whatever their order or repetition.

    `judgements`, the newest first, win over what the names and the documents say for or against two things being one.
    """
    distinct = _distinct(extractions)
    names = namer(ontology)
    chains, profiles = _chains(distinct, names, ontology)
    clusters = cluster(chains, profiles, Judge(names, ontology, Rulings(judgements, names)))
    entities = make_entities(clusters, names, ontology)
    copies = find_copies(extraction.document for extraction in distinct)
    facts = make_facts(distinct, entities, copies, ontology, settings)
    unique = {entity.id: entity for entity in entities.values()}
    return Knowledge(tuple(unique[id_] for id_ in sorted(unique)), tuple(facts), tuple(sorted(copies.items())))


def find_doubts(
    extractions: Iterable[Extraction], ontology: Ontology, judgements: Sequence[Judgement] = ()
) -> list[Doubt]:
    """Pairs of names that no person has judged and of which it is not clear whether they are one, the best first."""
    names = namer(ontology)
    judge = Judge(names, ontology, Rulings(judgements, names))
    chains, profiles = _chains(_distinct(extractions), names, ontology)
    entities = make_entities(cluster(chains, profiles, judge), names, ontology)
    return doubts(namesakes(chains, profiles, judge), judge, entities)


def _chains(
    extractions: Iterable[Extraction], names: Namer, ontology: Ontology
) -> tuple[list[Chain], dict[Place, Profile]]:
    chains: list[Chain] = []
    profiles: dict[Place, Profile] = {}
    for extraction in extractions:
        own = read_chains(extraction, names, ontology)
        profiles.update(read_profiles(extraction, own))
        chains += own
    return chains, profiles


def _distinct(extractions: Iterable[Extraction]) -> list[Extraction]:
    """One extraction a document, by document id; of several that differ, always the same one."""
    by_document: dict[str, Extraction] = {}
    for extraction in extractions:
        known = by_document.get(extraction.document.id)
        if known is None or (known != extraction and repr(extraction) < repr(known)):
            by_document[extraction.document.id] = extraction
    return [by_document[id_] for id_ in sorted(by_document)]
