"""Claims of the model's links: relations above the threshold, with the qualifiers that the model ties to their ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.extraction.reading import Reading
from kg.model import Analysis, Claim, Link, Mention, Qualifiers, Value, ValueKind
from kg.ontology import Ontology, Relation
from kg.settings import Settings

NAME = "neural"

QUALIFIERS = ("title", "amount", "date", "startDate", "endDate", "reason")
"""Labels of links that qualify: `x` from a fact's subject, `x^` from its object."""

FIELDS = {"startDate": "start_date", "endDate": "end_date"}

SURE = 0.3
"""Least geometric mean of the two links of a qualifier; above it, right ones outnumber wrong ones on the corpus."""


def claims(analysis: Analysis, ontology: Ontology, settings: Settings) -> Iterator[Claim]:
    """A claim for each link that names a relation and scores `settings.min_confidence` or more."""
    reading = Reading(analysis)
    ties = _ties(analysis.links)
    for link in analysis.links:
        relation = ontology.relations.get(link.label)
        if relation is None or link.score < settings.min_confidence or not isinstance(link.source, Mention):
            continue
        evidence = reading.evidence(link.source, link.target, NAME, link.score)
        yield Claim(link.source, link.label, link.target, _qualifiers(link, relation, ties), evidence)


Ties = dict[tuple[str, int], dict[Value, float]]


def _ties(links: Sequence[Link]) -> Ties:
    """For each qualifying label and chain, the values that the model ties to it, with the best score of each."""
    ties: Ties = defaultdict(dict)
    for link in links:
        if link.label.rstrip("^") in QUALIFIERS and isinstance(link.source, Mention) and isinstance(link.target, Value):
            known = ties[link.label, link.source.chain]
            known[link.target] = max(known.get(link.target, 0.0), link.score)
    return ties


def _qualifiers(link: Link, relation: Relation, ties: Ties) -> Qualifiers:
    found = {"status": link.status} if "status" in relation.qualifiers else {}
    for name in QUALIFIERS:
        if name in relation.qualifiers:
            value = _tied(link, name, ties)
            if value is not None:
                found[FIELDS.get(name, name)] = value.text if value.kind is ValueKind.TITLE else value.lexical
    return Qualifiers(modality=link.modality, **found)


def _tied(link: Link, name: str, ties: Ties) -> Value | None:
    """The value that the model ties best to both ends of a fact."""
    assert isinstance(link.source, Mention)
    of_subject = ties.get((name, link.source.chain), {})
    if not isinstance(link.target, Mention):
        return None
    of_object = ties.get((f"{name}^", link.target.chain), {})
    both = {value: (score * of_object.get(value, 0.0)) ** 0.5 for value, score in of_subject.items()}
    best = max(both, key=lambda value: (both[value], -value.span.start), default=None)
    return best if best is not None and both[best] >= SURE else None
