"""Lists of names (`A, B and C`): who stands in one, and what a claim of one member says of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kg.extraction.number import is_plural
from kg.extraction.reading import APOSTROPHE_S, PATTERNS, Item, Reading
from kg.model import Claim, Mention, MentionKind, Value
from kg.ontology import Ontology

SHARED = ("operatesIn", "headquarteredIn", "produces", "supplierOf", "competitorOf", "attended")
"""Relations of which a list's members stand in one when any of them does. In 2,100 passages of the corpus one such
claim of `acquired` in four is right, and none of five of `livesIn`."""
SEAT = "headquarteredIn"
"""The relation that is shared only of what stands before the whole list: `the German banks A and B`, not `A and B in
Germany` or `A of Germany and B`, of which the corpus has none of 13 right."""
WEIGHT = 0.9
"""How sure the claim of a member is that was not found by itself, as a share of the one that was."""
RIVALS = ("partnerOf", "competitorOf")
_JOINTS = frozenset({",", "and", "&", "or", "the"})
_CLOSING = frozenset({"and", "&", "or"})
_EACH = frozenset({"have", "each", "both"})
_SAYING = frozenset({"which", "who", "a", "an"})
"""Words that say, after a comma, more of the last name of a list alone: `A and B, a firm from Oslo`."""
_BRACKETED = 4
"""Tokens of an acronym in brackets, the brackets with them."""

Fits = Callable[[Item], bool]


def members(reading: Reading, item: Item, fits: Fits) -> tuple[Item, ...]:
    """The item and those listed with it; without an `and` there is no list (`Ghent, Belgium`)."""
    found, joined, closed = [item], False, False
    while not closed and (after := _neighbour(reading, found[-1], fits, 1)):
        found.append(after[0])
        closed = joined = after[1]
    while before := _neighbour(reading, found[0], fits, -1):
        found.insert(0, before[0])
        joined = joined or before[1]
    return tuple(found) if joined else (item,)


def _neighbour(reading: Reading, item: Item, fits: Fits, step: int) -> tuple[Item, bool] | None:
    """The next item of a list to one side, and whether `and` stands between."""
    first, last = reading.sentence_of(item)
    if step < 0 and _after(reading, item) in ("of", *APOSTROPHE_S):
        return None
    at = reading.extent[item][1] if step > 0 else reading.extent[item][0] - 1
    at = _past_brackets(reading, at, step)
    passed: set[str] = set()
    while first <= at < last and reading.lower[at] in _JOINTS:
        passed.add(reading.lower[at])
        at += step
    if not passed - {"the"}:
        return None
    at = at if step > 0 else _past_brackets(reading, at, step)
    for other in reading.items_in(first, last):
        edge = reading.extent[other][0] if step > 0 else reading.extent[other][1] - 1
        if edge == at and fits(other) and is_name(other):
            is_own = _CLOSING & passed and step > 0 and _after(reading, other) in ("of", *APOSTROPHE_S)
            return None if is_own else (other, bool(_CLOSING & passed))
    return None


def _after(reading: Reading, item: Item) -> str:
    """The word after an item, in lower case; what it says is that one's own (`A and B of Oslo`)."""
    end = reading.extent[item][1]
    return reading.lower[end] if end < len(reading.lower) else ""


def _past_brackets(reading: Reading, at: int, step: int) -> int:
    """The token beyond an acronym in brackets that starts, or seen from behind ends, at `at`; else `at`."""
    opening, closing = ("(", ")") if step > 0 else (")", "(")
    reach = range(at, at + step * _BRACKETED, step)
    tokens = [reading.lower[token] for token in reach if 0 <= token < len(reading.lower)]
    if tokens and tokens[0] == opening and closing in tokens:
        return at + step * (tokens.index(closing) + 1)
    return at


def is_name(item: Item) -> bool:
    """Whether an item is a value or a name, no description or pronoun."""
    return isinstance(item, Value) or item.kind is MentionKind.NAME


def follows_singular(reading: Reading, item: Item) -> bool:
    """Whether a noun in the singular stands before an item, and is said of that alone (`chairman A and B`)."""
    before = reading.extent[item][0] - 1
    if before > 0 and reading.lower[before] == ",":
        before -= 1
    if before < 0 or before in reading.named or reading.doc[before].pos_ not in ("NOUN", "ADJ", "PROPN"):
        return False
    return not is_plural(reading.lower[before])


def breaks_off(reading: Reading, item: Item) -> bool:
    """Whether a comma parts an item that stands in no list from a noun in the plural: `for exporters, Acme said`."""
    before = reading.extent[item][0] - 2
    if before < 0 or reading.lower[before + 1] != "," or before in reading.named:
        return False
    if reading.doc[before].pos_ != "NOUN" or not is_plural(reading.lower[before]):
        return False
    return len(members(reading, item, lambda other: isinstance(other, Mention))) == 1


def share(claims: Sequence[Claim], reading: Reading, ontology: Ontology, least: float) -> list[Claim]:
    """The claims, and for each of a relation in SHARED those of the names listed with one of its ends.

    The weight takes none of these below `least`, the confidence that a fact must have.
    """
    claimed = {frozenset(pair) for claim in claims if (pair := _chains(claim))}
    told = {_stand(claim, end) for claim in claims for end in _chains(claim)}
    fresh: list[Claim] = []
    for claim in claims:
        for other in _others(claim, reading, ontology):
            ends = frozenset(_chains(other))
            has_own = any(_stand(other, end) in told for end in ends.difference(_chains(claim)))
            if len(ends) == len(_chains(other)) and ends not in claimed and not has_own:
                claimed.add(ends)
                score = max(other.evidence.score * WEIGHT, least)
                fresh.append(replace(other, evidence=replace(other.evidence, score=score)))
    return [*claims, *fresh]


def _stand(claim: Claim, end: int) -> tuple[str, bool, int]:
    """In which relation a thing stands, and on which side: a member of a list that has its own is not given another's.

    `A of Oslo and B of Bergen`. Of 25 claims of such members 3 are right in the corpus.
    """
    return claim.predicate, claim.subject.chain == end, end


def _chains(claim: Claim) -> tuple[int, ...]:
    return (claim.subject.chain, claim.object.chain) if isinstance(claim.object, Mention) else ()


def _others(claim: Claim, reading: Reading, ontology: Ontology) -> Iterator[Claim]:
    """The claim, said of each name that stands in a list with its subject, and with its object."""
    subject, target = claim.subject, claim.object
    if (
        claim.predicate not in SHARED
        or not isinstance(target, Mention)
        or not {subject, target} <= reading.extent.keys()
        or reading.sentence_of(subject) != reading.sentence_of(target)
    ):
        return
    evidence = claim.evidence
    is_seat = claim.predicate == SEAT
    for member in _peers(subject, target, reading, ontology):
        is_own = is_seat and min(reading.extent[subject], reading.extent[member]) < reading.extent[target]
        if ontology.allows(claim.predicate, member.type, target.type) and not is_own:
            yield replace(claim, subject=member, evidence=replace(evidence, subject=member.span))
    for member in _peers(target, subject, reading, ontology) if not is_seat else ():
        if ontology.allows(claim.predicate, subject.type, member.type):
            yield replace(claim, object=member, evidence=replace(evidence, object=member.span))


def _peers(end: Mention, other: Mention, reading: Reading, ontology: Ontology) -> list[Mention]:
    """The names listed with one end of a claim; none where the other end is one, or a clause says more of the last."""
    if not is_name(end) or follows_singular(reading, end):
        return []
    found = members(reading, end, lambda item: isinstance(item, Mention) and _are_akin(item, end, ontology))
    last = reading.extent[found[-1]][1]
    after = reading.lower[last : last + 2]
    if other in found or (after[:1] == [","] and after[1:] and after[1] in _SAYING):
        return []
    return [item for item in found if isinstance(item, Mention) and item.chain not in (end.chain, other.chain)]


def _are_akin(one: Mention, other: Mention, ontology: Ontology) -> bool:
    return any(
        ontology.is_a(one.type, family) and ontology.is_a(other.type, family)
        for family in ("Person", "Organization", "Place", "Product")
    )


def spare_members(claims: Sequence[Claim], reading: Reading, ontology: Ontology) -> list[Claim]:
    """The claims, less the model's of two of one list as each other's rivals or partners where all do one thing.

    `A and B have each built one`, `rivals such as A and B`.
    """
    return [claim for claim in claims if not _is_of_members(claim, reading, ontology)]


def _is_of_members(claim: Claim, reading: Reading, ontology: Ontology) -> bool:
    subject, target = claim.subject, claim.object
    if claim.predicate not in RIVALS or claim.evidence.extractor == PATTERNS or not isinstance(target, Mention):
        return False
    if not {subject, target} <= reading.extent.keys():
        return False
    found = members(reading, subject, lambda item: isinstance(item, Mention) and _are_akin(item, subject, ontology))
    first, end = reading.extent[found[0]][0], reading.extent[found[-1]][1]
    before, after = reading.lower[max(0, first - 2) : first], reading.lower[end : end + 2]
    is_example = before == ["such", "as"] or before[-1:] == ["like"]
    is_distributive = after[:1] == ["have"] or bool(_EACH & set(after[1:] if after[:1] == ["are"] else after[:1]))
    return target in found and (is_example or is_distributive)
