"""Claims of the model's links: relations above the threshold, with the qualifiers that the model ties to their ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.extraction.reading import Reading
from kg.model import Claim, Link, Mention, Qualifiers, Span, Value, ValueKind
from kg.ontology import Ontology, Relation
from kg.settings import Settings

NAME = "neural"

QUALIFIERS = ("title", "amount", "date", "startDate", "endDate", "reason")
"""Labels of links that qualify: `x` from a fact's subject, `x^` from its object."""

FIELDS = {"startDate": "start_date", "endDate": "end_date"}
"""Labels of when something begins and ends, which is only said of what lasts, and their names here."""

SURE = 0.4
"""Least geometric mean of the two links of a qualifier; above it, right ones outnumber wrong ones on the corpus."""


ELSEWHERE = 0.7
"""Weight of a value that stands in another sentence than the fact's two ends."""

REACH = 1500
"""Characters around a fact in which its qualifiers are looked for."""

Ties = dict[tuple[str, int], dict[Value, float]]
"""Qualifying label and chain -> the values tied to it with their best scores."""


def claims(reading: Reading, ontology: Ontology, settings: Settings) -> Iterator[Claim]:
    """A claim for each link that names a relation and scores `settings.min_confidence` or more."""
    links = reading.analysis.links
    ties = _ties(links)
    stated = [link for link in links if link.label in ontology.relations and link.score >= settings.min_confidence]
    for link in _nearest(stated, reading):
        if isinstance(link.source, Mention):
            evidence = reading.evidence(link.source, link.target, NAME, link.score)
            qualifiers = _qualifiers(link, ontology.relations[link.label], ties, evidence.span)
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


def _ties(links: Sequence[Link]) -> Ties:
    ties: Ties = defaultdict(dict)
    for link in links:
        if link.label.rstrip("^") in QUALIFIERS and isinstance(link.source, Mention) and isinstance(link.target, Value):
            known = ties[link.label, link.source.chain]
            known[link.target] = max(known.get(link.target, 0.0), link.score)
    return ties


def _qualifiers(link: Link, relation: Relation, ties: Ties, sentence: Span) -> Qualifiers:
    """The status and modality of the link, and for each other qualifier the value tied best; a value serves once."""
    found = {"status": link.status} if "status" in relation.qualifiers else {}
    names = [name for name in QUALIFIERS if name in relation.qualifiers and (relation.lasts or name not in FIELDS)]
    ranked = [(score, name, value) for name in names for value, score in _tied(link, name, ties, sentence).items()]
    taken: set[Value] = set()
    for score, name, value in sorted(ranked, key=lambda one: (-one[0], one[1], one[2].span)):
        field = FIELDS.get(name, name)
        if score >= SURE and field not in found and value not in taken:
            taken.add(value)
            found[field] = value.text if value.kind is ValueKind.TITLE else value.lexical
    return Qualifiers(modality=link.modality, **found)


def _tied(link: Link, name: str, ties: Ties, sentence: Span) -> dict[Value, float]:
    """How well the model ties each value to both ends of a fact."""
    if not isinstance(link.source, Mention) or not isinstance(link.target, Mention):
        return {}
    of_subject = ties.get((name, link.source.chain), {})
    of_object = ties.get((f"{name}^", link.target.chain), {})
    return {
        value: (score * of_object.get(value, 0.0)) ** 0.5 * (1 if sentence.covers(value.span) else ELSEWHERE)
        for value, score in of_subject.items()
        if sentence.start - REACH <= value.span.start < sentence.end + REACH
    }
