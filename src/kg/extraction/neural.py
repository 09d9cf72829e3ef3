"""Claims of the model's links: relations above the threshold, with the qualifiers that the model ties to their ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extraction.reading import Reading
from kg.extraction.ties import Ties
from kg.model import Claim, Link, Mention, Qualifiers, Span, Value
from kg.ontology import Ontology, Relation
from kg.settings import Settings

NAME = "neural"


def claims(reading: Reading, ontology: Ontology, settings: Settings) -> Iterator[Claim]:
    """A claim for each link that names a relation and scores `settings.min_confidence` or more."""
    links = reading.analysis.links
    stated = [link for link in links if link.label in ontology.relations and link.score >= settings.min_confidence]
    nearest = _nearest(stated, reading)
    ties = Ties(links, nearest, reading, ontology)
    for link in nearest:
        if isinstance(link.source, Mention):
            evidence = reading.evidence(link.source, link.target, NAME, link.score)
            qualifiers = _qualifiers(link, ontology.relations[link.label], ties)
            yield Claim(link.source, link.label, link.target, qualifiers, evidence)


def _nearest(links: Sequence[Link], reading: Reading) -> list[Link]:
    """The links, less those across sentences where one sentence links the same two things so by itself."""
    within = [reading.sentence_of(link.source) == reading.sentence_of(link.target) for link in links]
    told = {_pair(link) for link, inside in zip(links, within, strict=True) if inside}
    return [link for link, inside in zip(links, within, strict=True) if inside or _pair(link) not in told]


def _pair(link: Link) -> tuple[int | Span, str, int | Span]:
    """What a link says of what: chains, or a value's place."""
    return _thing(link.source), link.label, _thing(link.target)


def _thing(end: Mention | Value) -> int | Span:
    return end.chain if isinstance(end, Mention) else end.span


def _qualifiers(link: Link, relation: Relation, ties: Ties) -> Qualifiers:
    """The status and modality of the link, and for each other qualifier the value tied best."""
    found = {"status": link.status} if "status" in relation.qualifiers else {}
    return Qualifiers(modality=link.modality, **found, **ties.of(link))
