"""Whose a share is, and of what, by the words beside it: `Acme (40%)`, `60% owned by Beta`, `a 10% stake in Gamma`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

from kg.extraction.lists import is_name
from kg.extraction.reading import Item, Reading
from kg.model import Claim, Mention, Value, ValueKind

_DETERMINERS = r"(?: (?:a|an|the|about|around|almost|nearly|roughly|some|over|just|only|its|his|her|their|other|last))*"
_HAS = r"(?:owns|holds|has|keeps|retains|controls|had|held|owned)"
_HOLDING = re.compile(
    rf"(?:| \(| ,?(?: and)? with| ,? (?:the )?(?:owner|holder) of| (?:family|fund|group) {_HAS}"
    rf"|(?: ,? (?:and|which|who))?(?: (?:now|still|also|already|will))?(?: {_HAS}| own| hold| keep))"
    rf"{_DETERMINERS}"
)
"""Words between a name and the share that is that one's alone."""
_POSSESSING = re.compile(rf"(?:| 's| (?:, (?:which|who) )?(?:sold (?:its|his|her)|bought|took|takes)){_DETERMINERS}")
"""The same where it may be another's before long: `Acme's 5% went to Beta`."""
_AFTER = re.compile(
    r"(?: stake| share| shareholding| holding| interest)?"
    r"(?: (?:-)?(?:owned|held|controlled)(?: (?:by|through))| by| through| (?:of it|of them)? ?(?:to|from)|"
    r" (?:of which )?(?:is )?(?:held by|owned by|belongs to))"
)
"""Words between a share and the first of what it is said to belong to, be bought from or be sold to."""
_FAR = 6
"""Words between a share and a name, at most."""
_STAKES = frozenset({"stake", "share", "shareholding", "holding", "interest"})
_OF = frozenset({"of", "in"})
_POSSESSIVES = frozenset({"'s", "’s"})
_DESCRIBING = frozenset({"NOUN", "ADJ", "PROPN", "DET"})
_CHANGES = frozenset(
    "rise fall drop increase decrease decline jump gain growth cut more less fewer higher lower discount"
    " premium tax duty tariff rate yield".split()
)
"""What follows a figure in per cent that is no share."""
_CHANGED = frozenset("rose fell jumped dropped gained grew climbed slid shrank rising falling".split())
"""What stands before one."""

_HALF = 50.0
"""Per cent: with less nobody has control."""
_CONTROL = frozenset(
    "control controlling majority rest remainder remaining whole all entire outright full takeover bid offer".split()
)
"""Words beside which the purchase of a share may be one of the whole."""


def as_owner(claim: Claim, reading: Reading) -> Claim:
    """The claim; a purchase of less than half of something is an ownership of it: `bought 33% of Acme`.

    Where the corpus has a name behind `% of` or `stake in`, the buyer owns some of it 884 times, and is said to have
    taken it over 105 times, nearly always beside more than half or one of `_CONTROL`.
    """
    if claim.predicate != "acquired" or not isinstance(claim.object, Mention) or not _is_of_part(claim, reading):
        return claim
    return replace(claim, predicate="ownerOf", qualifiers=replace(claim.qualifiers, amount=""))


def _is_of_part(claim: Claim, reading: Reading) -> bool:
    """Whether the claim's object stands behind a share or a stake, of less than half as far as the sentences tell.

    `$9 for each share of Acme` is the price of the whole.
    """
    first, last = reading.tokens_of(claim.evidence.span)
    shares = reading.values_in(first, last, ValueKind.PERCENT)
    if not _CONTROL.isdisjoint(reading.lower[first:last]) or any(_number(share) >= _HALF for share in shares):
        return False
    at = reading.tokens_of(claim.evidence.object)[0]
    end = max(first + 1, at - _FAR)
    while at > end and _describes(at - 1, reading):
        at -= 1
    if at < first + 2 or reading.lower[at - 1] not in _OF:
        return False
    return reading.lower[at - 2] in _STAKES - {"share"} or any(reading.extent[share][1] == at - 1 for share in shares)


def _number(share: Value) -> float:
    """A share in per cent; all where it is no plain number."""
    found = re.match(r"\d+(?:\.\d+)?", share.lexical)
    return float(found[0]) if found else 100.0


def _describes(token: int, reading: Reading) -> bool:
    """Whether a word may stand between `stake in` and the name: an article, an adjective, a noun, whose it is."""
    return reading.doc[token].pos_ in _DESCRIBING or reading.lower[token] in _POSSESSIVES | {"the", "a", "an", "-"}


def share_of(known: str, claim: Claim, reading: Reading) -> str:
    """The share of an ownership: the one that words give to its owner, or else `known`, or else one that stands alone.

    Neither of the latter where words give it to another owner or of another thing, or it is no share.
    """
    shares = reading.values_in(*reading.tokens_of(claim.evidence.span), ValueKind.PERCENT)
    free = [value for value in shares if _may_be(value, claim, reading)]
    own = {value.lexical for value in free if _is_beside(value, claim, reading)}
    if known and all(value.lexical != known for value in shares):
        return known
    if len(own) == 1:
        return own.pop()
    if known:
        return known if any(value.lexical == known for value in free) else ""
    return _lone(shares, free, claim, reading)


def _lone(shares: Sequence[Value], free: Sequence[Value], claim: Claim, reading: Reading) -> str:
    """The only share of the sentence that holds both ends."""
    one_sentence = reading.sentence_of(claim.subject) == reading.sentence_of(claim.object)
    if not one_sentence or len(shares) != 1 or not free:
        return ""
    whole = _whole(free[0], reading)
    return free[0].lexical if whole is None or whole.chain in _chains(claim) else ""


def _chains(claim: Claim) -> set[int]:
    return {end.chain for end in (claim.subject, claim.object) if isinstance(end, Mention)}


def _may_be(value: Value, claim: Claim, reading: Reading) -> bool:
    """Whether the words around a percentage leave it to the claim: a share, of no other owner and no other thing."""
    ends = _chains(claim)
    owners, whole = _owners(value, _HOLDING, reading), _whole(value, reading)
    is_anothers = owners and claim.subject.chain not in owners and not owners <= ends
    # What a description stands for is less sure than that a share is tied to a claim.
    is_of_it = whole is None or whole.chain in ends or not is_name(whole)
    return not is_anothers and is_of_it and not _is_change(value, reading)


def _is_beside(value: Value, claim: Claim, reading: Reading) -> bool:
    """Whether a share stands beside the owner of the claim as that one's."""
    return any(claim.subject.chain in _owners(value, form, reading) for form in (_HOLDING, _POSSESSING))


def _is_change(value: Value, reading: Reading) -> bool:
    """Whether a figure is no share: `rose 6%`, `a 6% rise`."""
    first, last = reading.extent[value]
    words = reading.lower
    return bool(
        _CHANGES.intersection(words[last : last + 1]) or _CHANGED.intersection(words[max(0, first - 1) : first])
    )


def _whole(value: Value, reading: Reading) -> Mention | None:
    """The name or reference that a share is of, by the words right behind it; None where they name nothing."""
    at = reading.extent[value][1]
    words = reading.lower
    at += at < len(words) and words[at] in _STAKES
    return _named_from(at + 1, reading) if at < len(words) and words[at] in _OF else None


def _named_from(token: int, reading: Reading) -> Mention | None:
    """What a noun phrase that begins at `token` names: past its adjectives, nouns, possessors and places."""
    end = min(len(reading.lower), token + _FAR)
    while token < end:
        item = next((item for item in reading.starting.get(token, ()) if isinstance(item, Mention)), None)
        if item is None:
            if token in reading.named or not (
                reading.doc[token].pos_ in _DESCRIBING or reading.lower[token] in ("the", "a", "an", "-")
            ):
                return None
            token += 1
            continue
        token = reading.extent[item][1]
        if token >= len(reading.lower) or not _goes_on(token, reading):
            return item
        token += reading.lower[token] in _POSSESSIVES
    return None


def _goes_on(token: int, reading: Reading) -> bool:
    """Whether a name before `token` only tells whose, or of which kind, the thing is that follows."""
    return reading.lower[token] in _POSSESSIVES or (
        (token in reading.starting or token not in reading.named) and reading.doc[token].pos_ in ("NOUN", "PROPN")
    )


def _owners(value: Value, form: re.Pattern[str], reading: Reading) -> frozenset[int]:
    """The chains of those that words give a share to, by a form before it or `owned by`, `to` or `from` behind it."""
    first, last = reading.extent[value]
    start, end = reading.sentence_at(first)
    before = [] if _is_first_of_two(value, reading) else reading.items_in(max(start, first - 2 * _FAR), first)
    found = {item.chain for item in before if _may_own(item) and _precedes(item, first, form, reading)}
    for reach in range(last + 1, min(end, last + _FAR)):
        if _AFTER.fullmatch(_words(last, reach, reading)):
            later = _named_from(reach, reading)
            found |= {later.chain} if later is not None and _may_own(later) else set()
    return frozenset(found)


def _is_first_of_two(value: Value, reading: Reading) -> bool:
    """Whether another share is listed with one, so that each is another owner's: `A and B own 14% and 18%`."""
    last = reading.extent[value][1]
    after = reading.starting.get(last + 1, ()) if reading.lower[last : last + 1] == ["and"] else ()
    return any(isinstance(item, Value) for item in after)


def _may_own(item: Item) -> TypeGuard[Mention]:
    return isinstance(item, Mention) and item.type not in ("Place", "City", "Product", "Event")


def _precedes(item: Mention, first: int, form: re.Pattern[str], reading: Reading) -> bool:
    """Whether a form stands between an owner and a share; the Lyons of `Acme of Lyons` is no owner."""
    start, end = reading.extent[item]
    if reading.lower[max(0, start - 1) : start] == ["of"] or (end == first and form is _HOLDING and not is_name(item)):
        return False  # `its 62%` is for sale as often as not.
    return end <= first and form.fullmatch(_words(end, first, reading)) is not None


def _words(first: int, last: int, reading: Reading) -> str:
    return "".join(f" {word}" for word in reading.lower[first:last])
