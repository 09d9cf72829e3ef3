"""What the rest of a document says of a fact's status: what the dead held is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extraction.modality import is_told_as_present
from kg.extraction.reading import Reading
from kg.model import Claim, Mention, Modality
from kg.ontology import Ontology

DEATHS = frozenset({"deathDate", "diedIn"})
OUTLIVES = frozenset({"nationality"})
"""What lasts beyond a death. Of 907 other facts that last, about the dead, the corpus has 861 as `former`."""


def settle(claims: Sequence[Claim], reading: Reading, ontology: Ontology) -> list[Claim]:
    """The claims; what a person held who is told to be dead is `former`, unless its own sentence is in the present."""
    dead = {claim.subject.chain for claim in claims if claim.predicate in DEATHS and _is_asserted(claim)}
    return [
        _over(claim) if _ends_with(claim, dead, ontology) and not _still_holds(claim, reading) else claim
        for claim in claims
    ]


def _is_asserted(claim: Claim) -> bool:
    return claim.qualifiers.modality is Modality.ASSERTED


def _over(claim: Claim) -> Claim:
    return replace(claim, qualifiers=replace(claim.qualifiers, status="former"))


def _ends_with(claim: Claim, dead: set[int], ontology: Ontology) -> bool:
    """Whether a claim is of something that the death of one of the dead is the end of."""
    lasts = ontology.relations[claim.predicate].lasts and claim.predicate not in OUTLIVES
    return lasts and _is_asserted(claim) and not dead.isdisjoint(_holders(claim))


def _still_holds(claim: Claim, reading: Reading) -> bool:
    # `He is survived by his wife`: of a marriage the present says nothing.
    is_present = claim.predicate != "spouseOf" and is_told_as_present(reading, claim.subject, claim.object)
    return is_present or claim.qualifiers.status not in ("", "current")


def _holders(claim: Claim) -> Iterator[int]:
    """The chains of those to whom a claim gives something: of a marriage, both."""
    yield claim.subject.chain
    if claim.predicate == "spouseOf" and isinstance(claim.object, Mention):
        yield claim.object.chain
