"""What words of its own sentence say that a fact is over: `then` before a title, `sold`, `bought from`."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extraction.reading import Place, Reading
from kg.extraction.titles import place_of
from kg.model import Claim, Mention, MentionKind, Value

PAST_POSTS = frozenset({"then", "once", "formerly", "previously", "retired", "sometime"})
"""Words before a title that is over: in 155 of 162 facts of the corpus with such a one the status is `former`."""
_SKIPPED = frozenset({"the", "a", "an", "-"})
_SOLD = frozenset({"sold", "divested", "offloaded"})
"""A seller is an owner no more: so say 72 of 77 such facts of the corpus."""
_BEFORE_SOLD = frozenset({",", "has", "have", "had", "also", "then", "later", "who", "which"})
_NEVER_SOLD = frozenset({"to", "from", "by", "for", "%", "percent", ".", ";", ":", "most", "some", "much"})
"""Words of which none stands between `sold` and the name of what is sold as a whole."""
_PARTS = frozenset({"stake", "share", "shares", "half", "holding", "interest", "third", "quarter", "part"})
_WHOSE = frozenset({"its", "his", "her", "their"})
_BOUGHT = frozenset({"bought", "acquired", "purchased", "picked", "took", "taken"})
"""What is bought from an owner was his: so say 186 of 231 such facts of the corpus, of which most others are ahead."""
_BUYING = frozenset({"buying", "acquiring", "purchasing", "picking", "taking"})
_TAKES = frozenset({"took", "taken", "taking"})
"""What is taken from an owner is a purchase only if it has a name: `took a loan from`."""
_MEANS = frozenset({"by", "after"})
_AHEAD = frozenset({"to", "will", "would", "may", "might", "could", "should", "not", "never"})
_NEAR, _FAR = 8, 16
"""Words from `sold` to what is sold, and from `bought` to the one whom it is bought from."""


def is_past_post(title: str, claim: Claim, reading: Reading) -> bool:
    """Whether the title stands behind a word that says that it is over."""
    place = place_of(title, claim, reading)
    if not place:
        return False
    start, at = reading.sentence_at(place[0])[0], place[0] - 1
    while at > start and reading.lower[at] in _SKIPPED:
        at -= 1
    return at >= start and reading.lower[at] in PAST_POSTS


def is_sold(claim: Claim, reading: Reading) -> bool:
    """Whether the sentences of an ownership say that the owner has sold what he had of it."""
    if not isinstance(claim.object, Mention) or claim.predicate not in ("ownerOf", "subsidiaryOf"):
        return False
    is_owner = claim.predicate == "ownerOf"
    owner, owned = (claim.subject, claim.object) if is_owner else (claim.object, claim.subject)
    things = reading.places_of(owned.chain, claim.evidence.span)
    return any(
        _has_sold(seller, things, reading) or (is_owner and _is_bought_from(seller, reading))
        for seller in reading.places_of(owner.chain, claim.evidence.span)
    )


def _has_sold(seller: Place, things: Sequence[Place], reading: Reading) -> bool:
    """Whether `SELLER [has] sold [its stake in] THING` stands there."""
    at, end = seller[1], reading.sentence_at(seller[0])[1]
    while at < end and reading.lower[at] in _BEFORE_SOLD:
        at += 1
    if at >= end or reading.lower[at] not in _SOLD:
        return False
    return any(0 < first - at <= _NEAR and _is_all((at + 1, first), reading) for first, _ in things)


def _is_all(place: Place, reading: Reading) -> bool:
    """Whether the words between `sold` and a name let it be all that the seller had of it."""
    words = reading.lower[place[0] : place[1]]
    if not _NEVER_SOLD.isdisjoint(words) or any(token.like_num for token in reading.doc[place[0] : place[1]]):
        return False
    return words[0] in _WHOSE if not _PARTS.isdisjoint(words) else "in" not in words


def _is_bought_from(seller: Place, reading: Reading) -> bool:
    """Whether `bought … from SELLER` stands there, told as done."""
    start, at = reading.sentence_at(seller[0])[0], seller[0] - 1
    while at > start and reading.doc[at].is_alpha and reading.lower[at] != "from" and seller[0] - at < _NEAR:
        at -= 1
    if at <= start or reading.lower[at] != "from":
        return False
    for token in range(at - 1, max(start, at - _FAR) - 1, -1):
        if reading.lower[token] == ";":
            return False
        if reading.lower[token] in _BOUGHT | _BUYING:
            return _is_purchase(token, start, reading)
    return False


def _is_purchase(token: int, start: int, reading: Reading) -> bool:
    """Whether a word tells of a purchase that is done: `has bought`, `by buying`, `took 10%`."""
    before = reading.lower[max(start, token - 2) : token]
    if reading.lower[token] in _TAKES and reading.lower[token + 1] != "over" and not _is_named(token + 1, reading):
        return False
    return _AHEAD.isdisjoint(before) if reading.lower[token] in _BOUGHT else not _MEANS.isdisjoint(before)


def _is_named(token: int, reading: Reading) -> bool:
    """Whether a name or a value starts at a word."""
    return any(isinstance(item, Value) or item.kind is MentionKind.NAME for item in reading.starting.get(token, ()))
