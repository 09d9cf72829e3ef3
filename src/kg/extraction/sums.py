"""Of which of the facts of one pair a sum is: what a takeover cost is no sum of the alliance of the two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.combine import object_key
from kg.model import Claim

_FIRST = ("fined", "settledWith", "investedIn", "acquired", "mergedWith", "ownerOf", "sued")
_LAST = ("supplierOf", "partnerOf", "listedOn")
"""What has no sum beside one of the relations before it: of 560 such facts of the corpus 9 have one."""
_RANKS = {name: rank for rank, name in enumerate((*_FIRST, *_LAST))}
"""The relations that may have an amount, those that mostly have one first. Two facts of one pair have the same amount
in 12 of 2,247 pairs of the corpus of which one has any."""


def spare_sums(claims: Sequence[Claim]) -> list[Claim]:
    """The claims; an amount that two facts of the same pair have stays with the one that sooner has any."""
    of_pair: dict[frozenset[int | str], set[tuple[str, str]]] = defaultdict(set)
    for claim in claims:
        of_pair[_pair(claim)].add((claim.predicate, claim.qualifiers.amount))
    return [_without(claim) if _is_anothers(claim, of_pair[_pair(claim)]) else claim for claim in claims]


def _pair(claim: Claim) -> frozenset[int | str]:
    """Between whom a claim is, whichever of the two is its subject."""
    return frozenset((claim.subject.chain, object_key(claim)))


def _is_anothers(claim: Claim, facts: set[tuple[str, str]]) -> bool:
    """Whether the amount of a claim is another's of the facts (relation, amount) of its pair."""
    known, rank = claim.qualifiers.amount, _RANKS.get(claim.predicate, 0)
    before = [amount for predicate, amount in facts if _RANKS.get(predicate, rank) < rank]
    return bool(known) and (known in before or (claim.predicate in _LAST and bool(before)))


def _without(claim: Claim) -> Claim:
    return replace(claim, qualifiers=replace(claim.qualifiers, amount=""))
