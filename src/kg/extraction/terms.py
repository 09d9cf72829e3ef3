"""Since when and until when something held, by the words before a date: `since 2003`, `from 1998 to 2004`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.extraction.modality import joining_verbs
from kg.extraction.posts import BELOW, Posts
from kg.extraction.reading import Reading
from kg.model import Claim, Mention, Qualifiers, Value, ValueKind
from kg.ontology import Ontology, Relation

_START, _END = frozenset({"since"}), frozenset({"until", "till"})
_OPENING, _JOINING = frozenset({"from", "between"}), frozenset({"to", "until", "till", "and", "-", "–"})
_YEARS = frozenset({"-", "–"})
"""What joins the first and the last year of a range."""
_OF_RANGE = _OPENING | {"in", "("}
"""Words before a range of years: `in 2001-2003`, `(2001-2003)`."""
_RANGE = "/"
"""Between the first and the last year of a date such as `1998 to 2004`."""
_WHEN = frozenset({"in", "on"})
_ARTICLES = frozenset({"a", "an", "the", "its", "his", "her", "their"})
_REACH = 12
"""Words between a post and its date: `special envoy to the northern provinces since 2020`."""
NOUNS = {
    "subsidiaryOf": frozenset({"unit", "subsidiary", "arm", "division", "offshoot", "parent", "part"}),
    "ownerOf": frozenset({"owner", "co-owner", "shareholder", "holder"}),
    "supplierOf": frozenset({"supplier", "customer", "client", "contractor"}),
    "partnerOf": frozenset({"partner", "ally"}),
    "memberOf": frozenset({"member"}),
}
"""What one end of a fact that is no post is to the other, and may be since or until a day."""

_SEATS = frozenset({"headquarteredIn", "nationality"})
"""What is told beside a name, with no word of its own that a date could belong to (`Serbia's Elektra since 2016`)."""

_STANDING = frozenset({"blocked"})
"""What happens once and then holds: `banned until June`."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A start and an end, either of them perhaps empty, and the tokens (half-open) of their words."""

    first: int
    last: int
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class _Holding:
    """What a claim says that somebody is: where its words stand."""

    chain: int
    """The one who is it."""
    ends: frozenset[int]
    """The tokens behind the claim's two ends."""
    verbs: frozenset[int]
    """Of what is no post, the tokens behind the verbs that join the two ends."""
    names: tuple[tuple[int, int], ...]
    """Tokens (half-open) of its title, or of the noun that states it."""
    is_post: bool


def has_term(relation: Relation) -> bool:
    """Whether words such as `since` say when what a relation tells began and ended."""
    return (relation.lasts and relation.name not in _SEATS) or relation.name in _STANDING


def fill_term(known: Qualifiers, claim: Claim, reading: Reading, ontology: Ontology) -> Qualifiers:
    """`known` with the start and end that stand beside an end of the claim or its title; what is known stays.

    A range of years (`1998/2004`) that was taken for one date becomes a start and an end. A start or an end that stands
    beside another post in the text than the claim's is that post's, and goes.
    """
    known = _split(known)
    place = reading.tokens_of(claim.evidence.span)
    is_post = Posts.of(ontology).is_post(claim.predicate, ontology)
    holding = _holding(known, claim, reading, is_post=is_post)
    said = replace(claim, qualifiers=known)
    terms = list(_terms(reading, *place))
    others = [term for term in terms if is_post and _is_anothers(term, said, reading, ontology)]
    own = [term for term in terms if term not in others and _is_own(term, holding, reading)]
    if known.title:
        others += [day for day in _days(reading, *place) if _is_anothers(day, said, reading, ontology)]
        known = _without(known, [term for term in others if term not in own])
    for term in own:
        known = replace(known, start_date=known.start_date or term.start, end_date=known.end_date or term.end)
    return known


def _split(known: Qualifiers) -> Qualifiers:
    ranged = next((date for date in (known.start_date, known.end_date, known.date) if _RANGE in date), "")
    if not ranged:
        return known
    start, end = ranged.split(_RANGE, 1)
    return replace(known, start_date=start, end_date=end, date="" if known.date == ranged else known.date)


def _terms(reading: Reading, first: int, last: int) -> Iterator[_Term]:
    """The starts and ends that words bind to what stands beside them, in text order."""
    for date, later in pairwise([*reading.values_in(first, last, ValueKind.DATE), None]):
        begins, ends = reading.extent[date] if date else (0, 0)
        if date is None or begins <= first:
            continue
        word = reading.lower[begins - 1]
        joint = _joint(reading, (begins, ends), later)
        if word in _START:
            yield _Term(begins - 1, ends, date.lexical, "")
        elif word in _END:
            yield _Term(begins - 1, ends, "", date.lexical)
        elif word in _OF_RANGE and _RANGE in date.lexical:
            start, _, end = date.lexical.partition(_RANGE)
            yield _Term(begins - 1, ends, start, end)
        elif later and joint in (_JOINING if word in _OPENING else _YEARS) and word in _OF_RANGE:
            yield _Term(begins - 1, reading.extent[later][1], date.lexical, later.lexical)


def _days(reading: Reading, first: int, last: int) -> Iterator[_Term]:
    """Dates that may be a start or an end of what stands before them: `becomes chairman on 1 June`."""
    for date in reading.values_in(first, last, ValueKind.DATE):
        begins, ends = reading.extent[date]
        if reading.lower[max(begins - 1, first)] in _WHEN:
            yield _Term(begins - 1, ends, date.lexical, date.lexical)


def _joint(reading: Reading, date: tuple[int, int], later: Value | None) -> str:
    """The word between a date and the next one where nothing else is; a dash where one token holds both."""
    begins, ends = reading.extent[later] if later else (-1, -1)
    if (begins, ends) == date:
        return "-"
    return reading.lower[date[1]] if begins == date[1] + 1 else ""


def _holding(known: Qualifiers, claim: Claim, reading: Reading, *, is_post: bool) -> _Holding:
    first, last = reading.tokens_of(claim.evidence.span)
    ends = frozenset(reading.tokens_of(span)[1] for span in (claim.evidence.subject, claim.evidence.object))
    if is_post:
        words = known.title.lower().split()
        size = len(words)
        names = [(at, at + size) for at in range(first, last) if words and reading.lower[at : at + size] == words]
        return _Holding(claim.subject.chain, ends, frozenset(), tuple(names), is_post)
    nouns = NOUNS.get(claim.predicate, frozenset())
    names = [(at, at + 1) for at in range(first, last) if reading.lower[at] in nouns]
    verbs = joining_verbs(reading, claim.subject, claim.object) if isinstance(claim.object, Mention) else []
    behind = frozenset(verb.i + 1 for verb in verbs if verb.pos_ == "VERB")
    return _Holding(claim.subject.chain, ends, behind, tuple(names), is_post)


def _is_own(term: _Term, holding: _Holding, reading: Reading) -> bool:
    """Whether a term stands right behind an end of a claim, or right behind or before the words that state it."""
    behind = term.first - (holding.is_post and reading.lower[term.first - 1] == ",")
    if behind in holding.ends and (holding.is_post or reading.lower[term.first] != "("):
        return True  # years in brackets behind a name are a life's, or a post's
    if behind in holding.verbs and term.last < len(reading.lower) and not reading.doc[term.last].is_punct:
        return True  # `lived since 2020 at Oslo`, but not `left Rome, where he lived since 2020, for Oslo`
    ahead = term.last + (term.last < len(reading.lower) and reading.lower[term.last] in _ARTICLES)
    is_named = any(behind == last or ahead == first for first, last in holding.names)
    return is_named and (not holding.is_post or holding.chain in _persons_beside(term, reading))


def _persons_beside(term: _Term, reading: Reading) -> set[int]:
    """The chains of the last person before a term and the first one after it, in its sentence."""
    first, last = reading.sentence_at(term.first)
    before, after = (
        [item.chain for item in reading.items_in(*part) if isinstance(item, Mention) and item.type == "Person"]
        for part in ((first, term.first), (term.last, last))
    )
    return {*before[-1:], *after[:1]}


def _without(known: Qualifiers, terms: Sequence[_Term]) -> Qualifiers:
    """`known` without the starts and ends of some terms."""
    start = "" if any(known.start_date == term.start for term in terms) else known.start_date
    end = "" if any(known.end_date == term.end for term in terms) else known.end_date
    return replace(known, start_date=start, end_date=end)


def _is_anothers(term: _Term, claim: Claim, reading: Reading, ontology: Ontology) -> bool:
    """Whether a term stands beside a post that is not the claim's."""
    posts, title = Posts.of(ontology), claim.qualifiers.title.lower()
    found = posts.find(reading, *reading.sentence_at(term.first))
    post = _post_behind(term, found, reading) or _post_ahead(term, found, reading)
    if post is None:
        return False
    below = reading.lower[post[0] - 1] if post[0] else ""
    if not title or (below in BELOW and below not in title.split()):
        return True
    whole = reading.text(*post)
    if claim.predicate != posts.general and claim.predicate in posts.relations(whole, _body(claim), ontology):
        return False  # a `chief executive` is a `CEO`
    starts = [start for start in found if post[0] <= start < post[1]]
    written = [reading.text(start, end).lower() for start in starts for end in found[start]]
    return whole.lower() not in title and not any(_is_same(other, title) for other in written)


def _body(claim: Claim) -> str:
    """The class of what a post is held at."""
    return claim.object.type if isinstance(claim.object, Mention) else ""


def _is_same(post: str, title: str) -> bool:
    """Whether a post as written is a title: `longtime editor` is an `editor`, a `deputy editor` is none."""
    return post.endswith(title) and BELOW.isdisjoint(post.removesuffix(title).split())


def _post_behind(term: _Term, found: dict[int, list[int]], reading: Reading) -> tuple[int, int] | None:
    """The nearest post before a term that no comma and no verb parts from it."""
    for at in range(term.first - 1, max(-1, term.first - 1 - _REACH), -1):
        if post := min(((start, ends[0]) for start, ends in found.items() if start <= at < ends[0]), default=None):
            return post
        token = reading.doc[at]
        if token.pos_ in ("VERB", "AUX") or (token.is_punct and token.text != "-"):
            return None
    return None


def _post_ahead(term: _Term, found: dict[int, list[int]], reading: Reading) -> tuple[int, int] | None:
    """The post right after a term: `until May its chief operating officer`."""
    at = term.last + (term.last < len(reading.lower) and reading.lower[term.last] in _ARTICLES)
    return (at, found[at][0]) if at in found else None
