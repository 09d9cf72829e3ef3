"""Claims of the model's links: relations above the threshold, with the qualifiers that the model ties to their ends."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.extraction.reading import Reading
from kg.model import Analysis, Claim, Link, Mention, Qualifiers, Span, Value, ValueKind
from kg.ontology import Ontology, Relation
from kg.settings import Settings

NAME = "neural"

QUALIFIERS = ("title", "amount", "date", "startDate", "endDate", "reason")
"""Labels of links that qualify: `x` from a fact's subject, `x^` from its object."""

FIELDS = {"startDate": "start_date", "endDate": "end_date"}

SURE = 0.4
"""Least geometric mean of the two links of a qualifier; above it, right ones outnumber wrong ones on the corpus."""


def claims(analysis: Analysis, ontology: Ontology, settings: Settings) -> Iterator[Claim]:
    """A claim for each link that names a relation and scores `settings.min_confidence` or more."""
    reading = Reading(analysis)
    ties = _ties(analysis.links)
    for link in _nearest(analysis.links, reading):
        relation = ontology.relations.get(link.label)
        if relation is None or link.score < settings.min_confidence or not isinstance(link.source, Mention):
            continue
        evidence = reading.evidence(link.source, link.target, NAME, link.score)
        yield Claim(link.source, link.label, link.target, _qualifiers(link, relation, ties, evidence.span), evidence)


ELSEWHERE = 0.7
"""Weight of a value that stands in another sentence than the fact's two ends."""


def _nearest(links: Sequence[Link], reading: Reading) -> list[Link]:
    """The links, less those across sentences where one sentence links the same two things so by itself."""
    inside = [
        reading.sentence_of(link.source) == reading.sentence_of(link.target)
        if isinstance(link.source, Mention)
        else False
        for link in links
    ]
    told = {_pair(link) for link, one in zip(links, inside, strict=True) if one}
    return [link for link, one in zip(links, inside, strict=True) if one or _pair(link) not in told]


def _pair(link: Link) -> tuple[object, str, object]:
    ends = (end.chain if isinstance(end, Mention) else end.span for end in (link.source, link.target))
    source, target = ends
    return source, link.label, target


REACH = 1500
"""Characters around a fact in which its qualifiers are looked for."""

Ties = dict[tuple[str, int], dict[Value, float]]


def _ties(links: Sequence[Link]) -> Ties:
    """For each qualifying label and chain, the values tied to it with their best scores, in text order."""
    ties: Ties = defaultdict(dict)
    for link in links:
        if link.label.rstrip("^") in QUALIFIERS and isinstance(link.source, Mention) and isinstance(link.target, Value):
            known = ties[link.label, link.source.chain]
            known[link.target] = max(known.get(link.target, 0.0), link.score)
    return {key: dict(sorted(known.items(), key=_start)) for key, known in ties.items()}


def _start(tie: tuple[Value, float]) -> int:
    return tie[0].span.start


def _near(known: dict[Value, float], sentence: Span) -> list[tuple[Value, float]]:
    """The ties within reach of a sentence."""
    ordered = list(known.items())
    first = bisect_left(ordered, sentence.start - REACH, key=_start)
    return ordered[first : bisect_left(ordered, sentence.end + REACH, key=_start)]


def _qualifiers(link: Link, relation: Relation, ties: Ties, sentence: Span) -> Qualifiers:
    """The status and modality of the link, and for each other qualifier the value tied best; a value serves once."""
    found = {"status": link.status} if "status" in relation.qualifiers else {}
    names = [name for name in QUALIFIERS if name in relation.qualifiers]
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
        for value, score in _near(of_subject, sentence)
    }
