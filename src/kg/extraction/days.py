"""When the facts that only a pattern found began, ended or happened, by the model's links to their two ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.reading import PATTERNS, Reading
from kg.extraction.ties import Ties
from kg.model import Claim, Link, Mention
from kg.ontology import Ontology

_FIELDS = ("start_date", "end_date", "date")


def date_patterns(claims: Sequence[Claim], reading: Reading, ontology: Ontology) -> list[Claim]:
    """The claims, those of patterns with the dates of their own sentence that the model ties to them."""
    links = {
        number: Link(claim.subject, claim.object, claim.predicate, claim.evidence.score)
        for number, claim in enumerate(claims)
        if isinstance(claim.object, Mention)
    }
    if not any(claims[number].evidence.extractor == PATTERNS for number in links):
        return list(claims)
    ties = Ties(reading.analysis.links, list(links.values()), reading, ontology, elsewhere=0.0)
    return [_dated(claim, ties, links.get(number)) for number, claim in enumerate(claims)]


def _dated(claim: Claim, ties: Ties, link: Link | None) -> Claim:
    known = claim.qualifiers
    if link is None or claim.evidence.extractor != PATTERNS or any(getattr(known, field) for field in _FIELDS):
        return claim
    found = {field: words for field, words in ties.of(link).items() if field in _FIELDS}
    return replace(claim, qualifiers=replace(known, **found))  # type: ignore[arg-type]  # all are text fields
