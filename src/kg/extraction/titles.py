"""The title of a fact, as the words around it have it: another fact's goes, a cut one is made whole."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.extraction.posts import BELOW, Posts
from kg.extraction.reading import APOSTROPHE_S, PLACES, Place, Reading
from kg.model import Claim, Mention, MentionKind, Span
from kg.ontology import Ontology

_LINKS = frozenset({"of", "for", "at", "with"})
_JOINTS = frozenset({"and", "&"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_NEVER_INSIDE = frozenset({"VERB", "AUX", "PUNCT", "PRON", "NUM", "SCONJ"})
"""Kinds of words that a phrase with a post in it does not hold; a hyphen it does."""
_ORDINALS = frozenset({"first", "second", "third"})
_SECOND = ("vice", "deputy")
"""Beginnings of posts that are counted: `first deputy governor`."""
_FIRSTS = frozenset({"minister", "secretary"})
"""What a field stands before, and `first`, unless it is the first of some: `the first minister to resign`."""
_LONGEST = 10
"""Words of a whole title."""
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_WHOLE = frozenset({"board", "company", "firm", "parent", "owner"})
"""What belongs to a body and is run by those who run it, or is another body."""


def settled(claim: Claim, reading: Reading, ontology: Ontology) -> str:
    """The claim's title, whole; empty where it is another fact's or the claim has none."""
    posts = Posts.of(ontology)
    title = claim.qualifiers.title
    if not isinstance(claim.object, Mention) or not _may_state(title, claim, posts, ontology):
        return ""
    whole = _apposition(claim, reading, posts)
    if _makes_whole(whole, title, posts) and _states(whole, claim, posts, ontology):
        return whole
    place = place_of(title, claim, reading)
    if not place:
        return title
    place = _past_body(place, claim, reading)
    if _is_before_verb(place, claim, reading):
        return ""
    return _rank_before(place, claim, reading) + _widened(place, claim, reading, posts)


def _makes_whole(whole: str, title: str, posts: Posts) -> bool:
    """Whether a title is empty, or a part of another that holds no post beside it."""
    if not title or not whole:
        return bool(whole)
    return title.lower() in whole.lower() and _heads(title, posts) == _heads(whole, posts)


def _heads(title: str, posts: Posts) -> int:
    return sum(word in posts.heads for word in title.lower().split())


def _may_state(title: str, claim: Claim, posts: Posts, ontology: Ontology) -> bool:
    """Whether a title may go with the relation: `chief executive` says nothing of a founder. No title may."""
    return not title or claim.predicate not in posts.titles.values() or _states(title, claim, posts, ontology)


def _states(title: str, claim: Claim, posts: Posts, ontology: Ontology) -> bool:
    """Whether a title states the relation of its claim, or another that a post may be."""
    held_at = claim.object.type if isinstance(claim.object, Mention) else ""
    stated = posts.relations(title, held_at, ontology)
    is_post = posts.is_post(claim.predicate, ontology)
    return claim.predicate in stated or (is_post and any(posts.is_post(name, ontology) for name in stated))


def _apposition(claim: Claim, reading: Reading, posts: Posts) -> str:
    """The post of `Person , [a|the] POST of|for|at|with [the] OBJECT`; empty where no such phrase stands there."""
    first, last = reading.tokens_of(claim.evidence.subject)[1] + 1, reading.tokens_of(claim.evidence.object)[0]
    if not first < last <= first + _LONGEST + 3 or reading.lower[first - 1] != ",":
        return ""
    end = last - (reading.lower[last - 1] in ("the", "a", "an"))
    if reading.lower[end - 1] not in _LINKS or goes_on(reading, reading.tokens_of(claim.evidence.object)[1]):
        return ""
    return _trimmed((first, end - 1), reading, posts) if _is_phrase((first, end - 1), reading, posts) else ""


def beside(claim: Claim, reading: Reading, posts: Posts) -> str:
    """The post in `the|its POST[,] Person` or `Person, the|its POST`, if no other name tells where it is held."""
    first, last = reading.tokens_of(claim.evidence.subject)
    start, end = reading.sentence_at(first)
    found = posts.find(reading, max(start, first - _LONGEST), min(end, last + _LONGEST))
    comma = first > start and reading.lower[first - 1] == ","
    for token, ends in found.items():
        if first - comma in ends and (token == start or reading.lower[token - 1] in _DEFINITE):
            return reading.text(token, first - comma)
        is_after = token == last + 2 and reading.lower[last] == "," and reading.lower[last + 1] in _DEFINITE
        if is_after and (ends[0] >= end or reading.doc[ends[0]].pos_ == "PUNCT"):
            return reading.text(token, ends[0])
    return ""


_DEFINITE = frozenset({"the", "its", "their", "whose", "his", "her"})
"""Words before a post of what was spoken of."""


def goes_on(reading: Reading, token: int) -> bool:
    """Whether the name before `token` only tells whose or which: `of Acme's bank`, `of the Acme group`."""
    if token >= len(reading.lower):
        return False
    word = reading.doc[token]
    return word.lower_ in ("'s", "\u2019s", "'", "-") or word.pos_ in _NOUNS


def retyped(claim: Claim, reading: Reading, ontology: Ontology) -> Claim:
    """The claim under the relation that its post states: whoever heads a part of a body does not head the body."""
    posts = Posts.of(ontology)
    found = posts.retype(claim, ontology)
    is_head = found.predicate != posts.general and posts.is_post(found.predicate, ontology)
    return replace(found, predicate=posts.general) if is_head and _is_of_part(found, reading) else found


def _is_of_part(claim: Claim, reading: Reading) -> bool:
    """Whether the post of a claim is only at a part of its object: `director of Acme's optics lab`."""
    first, last = reading.tokens_of(claim.evidence.object)
    place = place_of(claim.qualifiers.title, claim, reading)
    if not place or last + 1 >= reading.sentence_at(first)[1] or reading.lower[last] not in APOSTROPHE_S:
        return False
    return leads_to(place, first, reading) and _is_unit(reading, last + 1)


def leads_to(place: Place, token: int, reading: Reading) -> bool:
    """Whether only `of`, `for` or `at`, with or without `the`, stands between a post and the token."""
    link = reading.lower[place[1] : token]
    return link[:1] in (["of"], ["for"], ["at"]) and link[1:] in ([], ["the"])


def _is_unit(reading: Reading, token: int) -> bool:
    """Whether the phrase that begins at `token` is headed by a common noun that is no `board`."""
    end = token
    while end < reading.sentence_at(token)[1] and end not in reading.named and _is_inside(reading.doc[end]):
        end += 1
    return end > token and reading.doc[end - 1].pos_ in _NOUNS and reading.lower[end - 1] not in _WHOLE


def _is_inside(word: Token) -> bool:
    """Whether a word may stand in the name of a unit, which the tagger reads `leasing arm` in two ways."""
    return word.pos_ in _INSIDE or word.tag_ in ("JJ", "VBG") or word.text == "-"


def _is_phrase(place: Place, reading: Reading, posts: Posts) -> bool:
    words = reading.doc[place[0] : place[1]]
    names = [
        item
        for item in reading.items_in(*place)
        if isinstance(item, Mention) and item.kind is MentionKind.NAME and item.type not in PLACES
    ]
    return (
        not names
        and not any(reading.lower[word.i - 1] in _JOINTS and word.lower_ in posts.never for word in words)
        and not any(word.pos_ in _NEVER_INSIDE and word.text != "-" for word in words)
        and bool(posts.find(reading, *place))
    )


def _trimmed(place: Place, reading: Reading, posts: Posts) -> str:
    """The words of a post without an article, `former` and praise (`highly successful`) before it."""
    first, last = _past_seat(place, reading)
    while first < last and _is_no_part(reading, first, posts):
        first += 1
    if first + 2 < last and reading.doc[first].pos_ == "ADV" and _is_praise(reading, first + 1, posts):
        first += 2
    while last > first and (reading.lower[last - 1] in _LINKS or reading.doc[last - 1].text == "-"):
        last -= 1
    return reading.text(first, last) if last > first else ""


def _past_seat(place: Place, reading: Reading) -> Place:
    """The words of a post without the place that somebody works from: `[London-based] economist`."""
    based = (at + 1 for at in range(place[0] + 1, place[1] - 1) if reading.lower[at - 1 : at + 1] == ["-", "based"])
    return next(based, place[0]), place[1]


def _is_no_part(reading: Reading, token: int, posts: Posts) -> bool:
    """Whether a word before a post is none of it: `former`, but `first` of a `first vice-president` is."""
    is_none = reading.lower[token] in posts.never or reading.doc[token].text == "-"
    return is_none and not _is_ranked(reading, token)


def _is_ranked(reading: Reading, token: int) -> bool:
    """Whether a word is the rank of the post behind it: `first deputy governor`, Scotland's `first minister`."""
    words = (*reading.lower[token : token + 3], "", "", "")
    if words[0] == "first" and words[1] in _FIRSTS:
        return words[2] not in ("to", *_LINKS)
    return words[0] in _ORDINALS and words[1].startswith(_SECOND)


def _is_praise(reading: Reading, token: int, posts: Posts) -> bool:
    word = reading.doc[token]
    return word.pos_ == "ADJ" and word.lower_ not in posts.neutral and word.lower_ not in posts.heads


def place_of(title: str, claim: Claim, reading: Reading) -> Place | None:
    """Where a title stands in the sentence of its claim: nearest to the subject; None where it does not."""
    span = claim.evidence.span
    text, at = reading.analysis.document.text, span.start - 1
    found: list[int] = []
    while title and (at := text.find(title, at + 1, span.end)) >= 0:
        found.append(at)
    if not found:
        return None
    start = min(found, key=lambda begins: abs(begins - claim.evidence.subject.start))
    return reading.tokens_of(Span(start, start + len(title)))


def _past_body(place: Place, claim: Claim, reading: Reading) -> Place:
    """The words of a post without those that end the name of the body before it: `Elm Research [analyst]`."""
    first, last = reading.tokens_of(claim.evidence.object)
    return (last, place[1]) if first < place[0] < last < place[1] else place


def _rank_before(place: Place, claim: Claim, reading: Reading) -> str:
    """The rank that the body's name parts from its post, and a blank: a `deputy Harbour chairman` is none."""
    first, last = reading.tokens_of(claim.evidence.object)
    is_parted = last == place[0] and first > 0 and reading.lower[first - 1] in BELOW
    return f"{reading.doc[first - 1].text} " if is_parted else ""


def _is_before_verb(place: Place, claim: Claim, reading: Reading) -> bool:
    """Whether a verb parts a post from both ends, which it stands before: `the strategist helped Australia's PM`."""
    first = min(reading.tokens_of(span)[0] for span in (claim.evidence.subject, claim.evidence.object))
    same = reading.sentence_at(place[0]) == reading.sentence_at(first)
    return same and place[1] < first and any(word.pos_ == "VERB" for word in reading.doc[place[1] : first])


def _widened(place: Place, claim: Claim, reading: Reading, posts: Posts) -> str:
    """The words at a place with the rest of a list or compound that they are cut from."""
    ends = [reading.tokens_of(span) for span in (claim.evidence.subject, claim.evidence.object)]
    begins = _with_field(place[0], reading, posts)
    first, last = _left(begins, reading, posts), _right(place, reading, posts)
    first -= first > 0 and first == place[0] and _is_ranked(reading, first - 1)
    if any(first < end[1] and end[0] < last for end in ends):
        first, last = place
    return _trimmed((first, last), reading, posts)


def _with_field(token: int, reading: Reading, posts: Posts) -> int:
    """Where a post begins that is cut to its head behind its field: `[Labour] Minister`, both with a capital."""
    first, start = token, reading.sentence_at(token)[0]
    if reading.lower[token] in _FIRSTS and reading.doc[token].is_title:
        while first > start and reading.doc[first - 1].is_title and _is_plain_noun(reading, first - 1, posts):
            first -= 1
    return first


def _left(token: int, reading: Reading, posts: Posts) -> int:
    """Where a post begins that is cut behind `X and`: `[Commerce and] Industry Minister`."""
    start = reading.sentence_at(token)[0]
    if token - 2 < start or reading.lower[token - 1] not in _JOINTS or posts.is_head(reading, token):
        return token
    if not _is_plain_noun(reading, token, posts) or not _is_plain_noun(reading, token - 2, posts):
        return token
    first = token - 2
    while first - 2 > start and reading.lower[first - 1] == "," and _is_plain_noun(reading, first - 2, posts):
        first -= 2
    return token if first > start and reading.doc[first - 1].pos_ in ("ADP", "VERB", "CCONJ") else first


def _right(place: Place, reading: Reading, posts: Posts) -> int:
    """The end of a post that is cut inside its field: `head of sales[, service and repairs]`, `minister [of posts]`."""
    first, last = place
    end = reading.sentence_at(first)[1]
    if not _LINKS.isdisjoint(reading.lower[first:last]):
        at = last
    elif last + 1 < end and reading.lower[last] in ("of", "for") and posts.is_head(reading, last - 1):
        at = last + 1
    else:
        return last
    for reached in (_list_end(reading, at, end, posts), _nouns_end(reading, at, end, posts)):
        if reached > at and (reached >= end or _may_follow(reading, reached)):
            return reached
    return last


def _may_follow(reading: Reading, token: int) -> bool:
    """Whether the words before `token` are a phrase that it does not belong to."""
    word = reading.doc[token]
    return word.pos_ in ("PUNCT", "ADP", "VERB", "AUX") and word.text != "-" and token not in reading.named


def _list_end(reading: Reading, token: int, end: int, posts: Posts) -> int:
    """The end of a list of nouns whose first may stand before `token`; `token` where there is none."""
    at = _nouns_end(reading, token, end, posts)
    while at + 1 < end and reading.lower[at] == "," and _is_plain_noun(reading, at + 1, posts):
        at = _nouns_end(reading, at + 1, end, posts)
    if at + 1 < end and reading.lower[at] in _JOINTS and _is_plain_noun(reading, at - 1, posts):
        return max(at, _nouns_end(reading, at + 1, end, posts)) if _is_plain_noun(reading, at + 1, posts) else token
    return token


def _nouns_end(reading: Reading, token: int, end: int, posts: Posts) -> int:
    while token < end and _is_plain_noun(reading, token, posts):
        token += 1
    return token


def _is_plain_noun(reading: Reading, token: int, posts: Posts) -> bool:
    """Whether a word is a noun, and neither a name nor a post."""
    return (
        reading.doc[token].pos_ in _NOUNS
        and token not in reading.named
        and reading.lower[token] not in posts.never
        and not posts.is_head(reading, token)
    )
