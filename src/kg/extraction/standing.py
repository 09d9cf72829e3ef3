"""What the rest of a document says of a fact's status: what the dead held is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extraction.modality import is_told_as_present
from kg.extraction.reading import Reading
from kg.model import Claim, Mention, Modality

DEATHS = frozenset({"deathDate", "diedIn"})
ENDED_BY_DEATH = frozenset(
    {"ceoOf", "chairOf", "directorOf", "holdsPositionAt", "memberOf", "ownerOf", "livesIn", "spouseOf"}
)
"""What a death is the end of. Of 907 such facts about the dead the corpus has 861 as `former`."""


def settle(claims: Sequence[Claim], reading: Reading) -> list[Claim]:
    """The claims; what a person held who is told to be dead is `former`, unless its own sentence is in the present."""
    dead = {claim.subject.chain for claim in claims if claim.predicate in DEATHS and _is_asserted(claim)}
    return [_over(claim) if _is_over(claim, dead, reading) else claim for claim in claims]


def _is_asserted(claim: Claim) -> bool:
    return claim.qualifiers.modality is Modality.ASSERTED


def _over(claim: Claim) -> Claim:
    return replace(claim, qualifiers=replace(claim.qualifiers, status="former"))


def _is_over(claim: Claim, dead: set[int], reading: Reading) -> bool:
    if claim.predicate not in ENDED_BY_DEATH or not _is_asserted(claim) or dead.isdisjoint(_holders(claim)):
        return False
    # `He is survived by his wife`: of a marriage the present says nothing.
    is_present = claim.predicate != "spouseOf" and is_told_as_present(reading, claim.subject, claim.object)
    return claim.qualifiers.status in ("", "current") and not is_present


def _holders(claim: Claim) -> Iterator[int]:
    """The chains of those to whom a claim gives something: of a marriage, both."""
    yield claim.subject.chain
    if claim.predicate == "spouseOf" and isinstance(claim.object, Mention):
        yield claim.object.chain
