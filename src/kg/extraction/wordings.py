"""Titles of posts that a verb tells and no noun does: `Ada Nord runs Birch`, `Birch, which Ada Nord leads`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.combine import object_key
from kg.extraction.reading import Place, Reading
from kg.extraction.titles import goes_on
from kg.model import Claim, Mention

_VERBS = (
    "run runs ran head heads headed lead leads led manage manages managed edit edits edited govern governs governed "
    "coach coaches coached direct directs directed"
)
FORMS = {
    "chairOf": frozenset({"chair", "chairs", "chaired"}),
    "ceoOf": frozenset(_VERBS.split()),
    "holdsPositionAt": frozenset(_VERBS.split()),
}
"""Words that tell a post of each relation. One that joins the two names is the title of 3 facts in 4 of the corpus."""
_SMALL = frozenset(
    ", who which that has have had been now once still also currently to used and the its his her their".split()
)
_RELATIVE = frozenset({"which", "that", "whom"})


def word(claims: Sequence[Claim], reading: Reading) -> list[Claim]:
    """The claims; one of a post that has a title nowhere in the document gets the verb that tells it, as written."""
    titled = {_fact(claim) for claim in claims if claim.qualifiers.title}
    return [
        claim
        if claim.predicate not in FORMS or _fact(claim) in titled
        else replace(claim, qualifiers=replace(claim.qualifiers, title=_told(claim, reading)))
        for claim in claims
    ]


def _fact(claim: Claim) -> tuple[int, int | str, str]:
    return claim.subject.chain, object_key(claim), claim.predicate


def _told(claim: Claim, reading: Reading) -> str:
    """The verb by which the two ends hang together, as written; empty where none does."""
    if not isinstance(claim.object, Mention):
        return ""
    bodies = reading.places_of(claim.object.chain, claim.evidence.span)
    for holder in reading.places_of(claim.subject.chain, claim.evidence.span):
        for body in bodies:
            if verb := _verb(holder, body, FORMS[claim.predicate], reading):
                return verb
    return ""


def _verb(holder: Place, body: Place, forms: frozenset[str], reading: Reading) -> str:
    """The one verb in `HOLDER [, who once] VERB BODY` or `BODY[,] which HOLDER VERB`."""
    if holder[1] <= body[0] and not goes_on(reading, body[1]):
        words = range(holder[1], body[0])
    elif body[1] < holder[0] <= body[1] + 2 and reading.lower[holder[0] - 1] in _RELATIVE:
        words = range(holder[1], min(holder[1] + 1, len(reading.lower)))
    else:
        return ""
    verbs = [reading.doc[token].text for token in words if reading.lower[token] in forms]
    is_plain = all(reading.lower[token] in _SMALL or reading.lower[token] in forms for token in words)
    return verbs[0] if is_plain and len(verbs) == 1 else ""
