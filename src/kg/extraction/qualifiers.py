"""What a sentence says about a fact beside its two ends: status, post, amount, date, reason, modality.

Only what a claim leaves open is filled; which qualifiers a relation may carry, the ontology says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.extraction.leaving import fill_left
from kg.extraction.modality import (
    is_told_as_done,
    is_under_way,
    joining_verbs,
    modality,
    nearly_happened,
    verb_above,
)
from kg.extraction.posts import Posts
from kg.extraction.reading import PATTERNS, Reading
from kg.extraction.shares import share_of
from kg.extraction.statuses import is_past_post, is_sold
from kg.extraction.terms import fill_term, has_term
from kg.extraction.ties import SHARES
from kg.extraction.titles import beside, place_of, settled
from kg.model import Claim, Mention, MentionKind, Modality, Qualifiers, Value, ValueKind
from kg.ontology import Ontology, Relation

ROLE_STATUS = {
    "former": "former",
    "ex": "former",
    "ex-": "former",
    "erstwhile": "former",
    "late": "former",
    "onetime": "former",
    "one-time": "former",
    "outgoing": "current",
    "departing": "current",
    "current": "current",
    "incumbent": "current",
    "incoming": "incoming",
    "future": "incoming",
    "-elect": "incoming",
    "designate": "incoming",
}
DEALS = frozenset({"acquired", "mergedWith"})
"""Deals that have a status in the corpus nearly always."""
_LINKS = frozenset({"the", "a", "an", "-", "its", "their", "his", "her", "'s", "’s"})
"""Words that may stand between a status and the first of post, person and firm."""
_REASON_STARTS = ("on suspicion of", "on charges of", "on charges that", "over", "for", "into")
_REASON_MOST = 15
"""Words of a reason: 99 of 100 in the corpus have no more."""
_REASON_ENDS = frozenset(
    {
        ".",
        ",",
        ";",
        ":",
        "–",
        "—",
        "”",
        '"',
        "(",
        ")",
        "after",
        "while",
        "although",
        "but",
        "said",
        "says",
        "in",
        "on",
        "by",
    }
)


def qualify(claim: Claim, reading: Reading, ontology: Ontology) -> Claim:
    """The claim with the qualifiers that its sentence gives and that it did not carry yet."""
    relation = ontology.relations[claim.predicate]
    may_have = frozenset(relation.qualifiers)
    filled = claim.qualifiers
    # The model's modality is right more often than the rules': 855 of 880 against 830 on the corpus dev part.
    if filled.modality is Modality.ASSERTED and claim.evidence.extractor == PATTERNS:
        filled = replace(filled, modality=modality(reading, claim.subject, claim.object))
        filled = _agreed(filled, claim, reading)
    if filled.modality is Modality.ASSERTED and nearly_happened(reading, claim.subject, claim.object):
        filled = _not_come_about(filled, claim.predicate)
    if "title" in may_have:
        filled = replace(filled, title=_post(claim, reading, ontology))
    if "status" in may_have and "title" in may_have and not filled.status:
        filled = replace(filled, status=role_status(replace(claim, qualifiers=filled), reading))
    if claim.predicate in DEALS and not filled.status and _is_done(claim, filled.modality, reading):
        filled = replace(filled, status="completed")
    filled = _fill_values(filled, claim, reading, ontology)
    if has_term(relation) and "startDate" in may_have:
        filled = fill_term(filled, claim, reading, ontology)
    if Posts.of(ontology).is_post(claim.predicate, ontology):
        filled = fill_left(filled, claim, reading)
    if relation.lasts and not filled.status and (is_past_post(filled.title, claim, reading) or is_sold(claim, reading)):
        filled = replace(filled, status="former")
    if "reason" in may_have and not filled.reason:
        filled = replace(filled, reason=_reason(claim, reading))
    return replace(claim, qualifiers=_permitted(filled, relation))


def _agreed(known: Qualifiers, claim: Claim, reading: Reading) -> Qualifiers:
    """The qualifiers of a deal that `will` or `is to` come or is `being` made: 21 of 23 in the corpus are agreed."""
    is_open = known.modality in (Modality.ASSERTED, Modality.PLANNED) and not known.status
    if claim.predicate not in DEALS or not is_open or not is_under_way(reading, claim.subject, claim.object):
        return known
    return replace(known, modality=Modality.ASSERTED, status="agreed")


def _not_come_about(known: Qualifiers, predicate: str) -> Qualifiers:
    """The qualifiers of what nearly happened: a deal has failed, anything else is denied."""
    if predicate not in DEALS:
        return replace(known, modality=Modality.NEGATED)
    return replace(known, status="failed" if known.status in ("", "completed") else known.status)


def _is_done(claim: Claim, how: Modality, reading: Reading) -> bool:
    return how is Modality.ASSERTED and is_told_as_done(reading, claim.subject, claim.object)


def _permitted(known: Qualifiers, relation: Relation) -> Qualifiers:
    """The qualifiers that the relation may carry, with a status of those that it knows."""
    changes = {name: "" for name in ("title", "status", "amount", "reason") if name not in relation.qualifiers}
    if relation.statuses and known.status not in relation.statuses:
        changes["status"] = ""
    return replace(known, **changes)  # type: ignore[arg-type]  # every name above is a text field


def _extents(claim: Claim, reading: Reading) -> tuple[int, int]:
    """The tokens (half-open) from the first end of the claim to the last."""
    one, two = reading.tokens_of(claim.evidence.subject), reading.tokens_of(claim.evidence.object)
    return min(one[0], two[0]), max(one[1], two[1])


def role_status(claim: Claim, reading: Reading) -> str:
    """`former`, `current` or `incoming` from a word between the ends, or just before them or the title; or empty."""
    return _status_near(claim, reading) or _status_of_title(claim, reading)


def _status_of_title(claim: Claim, reading: Reading) -> str:
    """What the word before the title says: `the incoming chairman of Acme, Ann Lee`."""
    place = place_of(claim.qualifiers.title, claim, reading)
    if not place:
        return ""
    start, at = reading.sentence_at(place[0])[0], place[0] - 1
    at -= at > start and reading.lower[at] == "-"
    return ROLE_STATUS.get(reading.lower[at], "") if at >= start else ""


def _status_near(claim: Claim, reading: Reading) -> str:
    first, last = _extents(claim, reading)
    if last - first > _REACH or _others_between(claim, reading, first, last):
        return ""
    sentence_start = reading.sentence_at(first)[0]
    before = first
    while before > sentence_start and before > first - _REACH_BEFORE and _is_link(reading, before - 1, claim):
        before -= 1
    words = [reading.doc[token].lower_ for token in range(max(sentence_start, before - 1), last)]
    return next((ROLE_STATUS[word] for word in words if word in ROLE_STATUS), "")


_REACH = 16
"""Words from the one end to the other; farther apart, a word between them is taken to be about something else."""
_REACH_BEFORE = 5


def _is_link(reading: Reading, token: int, claim: Claim) -> bool:
    """Whether a word before the first end may belong to the post there: an article, or the words of the post."""
    word = reading.doc[token].lower_
    return word in _LINKS or (bool(claim.qualifiers.title) and word in claim.qualifiers.title.lower().split())


def _others_between(claim: Claim, reading: Reading, first: int, last: int) -> bool:
    """Whether another person stands between: a status word there may be his."""
    ends = {claim.subject.chain}
    return any(
        isinstance(item, Mention) and item.kind is MentionKind.NAME and item.type == "Person" and item.chain not in ends
        for item in reading.items_in(first, last)
    )


def _post(claim: Claim, reading: Reading, ontology: Ontology) -> str:
    """The title of the claim if it is its own, or else the one that stands near; whole."""
    if known := settled(claim, reading, ontology):
        return known
    found = replace(claim.qualifiers, title=_title(claim, reading, ontology))
    return settled(replace(claim, qualifiers=found), reading, ontology)


def _title(claim: Claim, reading: Reading, ontology: Ontology) -> str:
    """The one post between the two ends, or just before or after them, that states the claim's relation."""
    if isinstance(claim.object, Value):
        return ""
    posts = Posts.of(ontology)
    first, last = _extents(claim, reading)
    if last - first > _REACH or _others_between(claim, reading, first, last):
        return _own(claim, reading, ontology)
    start, end = reading.sentence_at(first)
    found = posts.find(reading, max(start, first - _REACH_BEFORE), min(end, last + _REACH_BEFORE))
    written = [reading.text(token, ends[0]) for token, ends in found.items()]
    stating = [title for title in written if claim.predicate in posts.relations(title, claim.object.type, ontology)]
    return stating[0] if len(stating) == 1 else _own(claim, reading, ontology)


def _own(claim: Claim, reading: Reading, ontology: Ontology) -> str:
    """The post right beside the name of the claim's subject, where it states the claim's relation."""
    posts = Posts.of(ontology)
    title = beside(claim, reading, posts) if posts.is_post(claim.predicate, ontology) else ""
    held_at = claim.object.type if isinstance(claim.object, Mention) else ""
    return title if title and claim.predicate in posts.relations(title, held_at, ontology) else ""


def _fill_values(known: Qualifiers, claim: Claim, reading: Reading, ontology: Ontology) -> Qualifiers:
    """Amount and date from values that stand alone in the sentence, for relations whose cue file says so (`values`).

    Elsewhere the lone date of a sentence is another fact's more often than not.
    """
    kinds = ontology.cues.get(claim.predicate, {}).get("values", ())
    if claim.predicate in SHARES:
        amount = share_of(known.amount, claim, reading)
    else:
        amount = known.amount or _lone_amount(kinds, claim, reading)
    date = _lone(claim, reading, "date") if "date" in kinds and not (known.start_date or known.end_date) else ""
    return replace(known, amount=amount, date=known.date or date)


def _lone_amount(kinds: Iterable[str], claim: Claim, reading: Reading) -> str:
    return next((lone for kind in kinds if kind != "date" and (lone := _lone(claim, reading, kind))), "")


def _lone(claim: Claim, reading: Reading, kind: str) -> str:
    """The only value of a kind in the sentence that holds both ends; empty where it holds none or several."""
    first, last = reading.sentence_of(claim.subject)
    if reading.sentence_of(claim.object) != (first, last):
        return ""
    values = [item for item in reading.items_in(first, last) if isinstance(item, Value) and item != claim.object]
    fitting = [value for value in values if value.kind == kind]
    return fitting[0].lexical if len(fitting) == 1 and not _is_anothers(fitting[0], claim, reading) else ""


def _is_anothers(value: Value, claim: Claim, reading: Reading) -> bool:
    """Whether a day is said of another verb than those that join the ends."""
    if value.kind is not ValueKind.DATE:
        return False
    joining, verb = joining_verbs(reading, claim.subject, claim.object), verb_above(reading, value)
    return bool(joining) and verb is not None and verb not in joining


def _reason(claim: Claim, reading: Reading) -> str:
    """What follows `for`, `over` or `on charges of` after the two ends, up to the end of the phrase; as written."""
    first, last = _extents(claim, reading)
    end = reading.sentence_at(first)[1]
    for token in range(last, min(end, last + _REACH)):
        for words in _REASON_STARTS:
            after = token + words.count(" ") + 1
            if after < end and reading.text(token, after).lower() == words and _starts_reason(reading, after, words):
                return _phrase(reading, after, end)
    return ""


def _starts_reason(reading: Reading, token: int, words: str) -> bool:
    """`for` introduces a reason only before a verb in -ing; the others before anything but a number or a name."""
    if words == "for":
        return reading.doc[token].lower_.endswith("ing")
    return token not in reading.named


def _phrase(reading: Reading, first: int, end: int) -> str:
    last = first
    while last < min(end, first + _REASON_MOST) and reading.doc[last].lower_ not in _REASON_ENDS:
        last += 1
    return reading.text(first, last) if last > first else ""
