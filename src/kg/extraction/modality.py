"""How a text holds a fact: asserted, planned, rumoured, hypothetical or denied.

Read off the clause that joins the two mentions. Attribution alone (`X bought Y, the FT reports`) leaves it asserted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extraction.reading import Item, Reading
from kg.extraction.trees import lemma_of
from kg.model import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOT = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly"})
_DENY = frozenset(
    {"deny", "refuse", "decline", "fail", "reject", "rule out", "refrain", "drop", "abandon", "scrap", "dismiss"}
)
_PLAN = frozenset(
    [
        "plan",
        "intend",
        "aim",
        "hope",
        "want",
        "schedule",
        "expect",
        "prepare",
        "due",
        "set",
        "seek",
        "pledge",
        "promise",
        "vow",
        "propose",
        "slate",
        "poise",
        "invite",
    ]
)
_DOUBT = frozenset({"consider", "mull", "weigh", "explore", "contemplate", "ponder"})
_RUMOUR = frozenset(
    {"allege", "rumour", "rumor", "believe", "suspect", "accuse", "tip", "speculate", "suggest", "claim"}
)
_RUMOUR_WORDS = frozenset(
    {"reportedly", "allegedly", "supposedly", "purportedly", "rumoured", "alleged", "suspected", "purported"}
)
_WOULD_BE = frozenset({"possible", "potential", "hypothetical", "would-be", "might-have-been"})
_MODALS = {
    "will": Modality.PLANNED,
    "'ll": Modality.PLANNED,
    "’ll": Modality.PLANNED,
    "shall": Modality.PLANNED,
    "wo": Modality.PLANNED,
    "may": Modality.HYPOTHETICAL,
    "might": Modality.HYPOTHETICAL,
    "could": Modality.HYPOTHETICAL,
    "would": Modality.HYPOTHETICAL,
    "should": Modality.HYPOTHETICAL,
}
_PAST, _PRESENT = frozenset({"VBD", "VBN"}), frozenset({"VBZ", "VBP"})
_BE = ("is", "are", "'s", "’s", "was", "were")
_NEARLY = (("nearly",), ("almost",), ("came", "close", "to"), ("come", "close", "to"))
"""Words right before a verb of what did not happen. What is close to happening may: `is close to buying`."""
_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "should"})
_DEEPEST = 12
"""Steps up a tree: an end to the climb in a misparsed list."""


def modality(reading: Reading, subject: Item, other: Item) -> Modality:
    """What the words around two items of one sentence say of what joins them; asserted where none speaks."""
    found = {how for token in _joint(reading, subject, other) for how in _marks(token)}
    for how in (Modality.NEGATED, Modality.RUMOURED, Modality.HYPOTHETICAL, Modality.PLANNED):
        if how in found:
            return how
    return Modality.ASSERTED


def is_told_as_done(reading: Reading, subject: Item, other: Item) -> bool:
    """Whether a verb that joins two items is in the past (`bought`, `was bought`) and none lies ahead or is undone.

    Of `announced that it was to buy` and `said it is buying` the verb that reports says nothing of the deal.
    """
    is_past = any(verb.tag_ in _PAST and verb.pos_ in ("VERB", "AUX") for verb in _lowest(reading, subject, other))
    return is_past and not any(how for token in _joint(reading, subject, other) for how in _marks(token))


def is_under_way(reading: Reading, subject: Item, other: Item) -> bool:
    """Whether a verb that joins two items tells what is agreed on: `will buy`, `is to buy`, `is buying`."""
    return any(_is_ahead(verb) for verb in _lowest(reading, subject, other))


def _lowest(reading: Reading, subject: Item, other: Item) -> list[Token]:
    """The verbs that join two items, less those that another of them hangs on: no verb that only reports."""
    joint = joining_verbs(reading, subject, other)
    above = {governor.i for verb in joint for governor in _governors(verb)}
    return [verb for verb in joint if verb.i not in above]


def _is_ahead(verb: Token) -> bool:
    small = {child.lower_: child for child in verb.children if child.dep_.split(":")[0] in ("aux", "cop", "mark")}
    be = next((small[word] for word in _BE if word in small), None)
    if be is None:
        return any(_MODALS.get(word) is Modality.PLANNED for word in small)
    is_now = verb.tag_ == "VBG" and be.tag_ in _PRESENT
    return is_now or ("to" in small and be.i < small["to"].i)


def is_told_as_present(reading: Reading, subject: Item, other: Item) -> bool:
    """Whether a verb that joins two items, or the auxiliary or copula on it, is in the present: `is a member of`."""
    return any(is_present(token) for token in joining_verbs(reading, subject, other))


def is_present(verb: Token) -> bool:
    """Whether what is said of it is so now: `runs`, `is chairman`; `has run` is not."""
    small = [child for child in verb.children if child.dep_.split(":")[0] in ("aux", "cop")]
    finite = small or [verb]
    return any(token.tag_ in _PRESENT and token.lemma_.lower() != "have" for token in finite)


def nearly_happened(reading: Reading, subject: Item, other: Item) -> bool:
    """Whether a verb that joins two items tells what did not come about: `nearly bought`, `came close to merging`."""
    return any(_is_nearly(token) for token in joining_verbs(reading, subject, other))


def _is_nearly(verb: Token) -> bool:
    return any(
        tuple(word.lower_ for word in verb.doc[max(0, verb.i - len(words)) : verb.i]) == words for words in _NEARLY
    )


def verb_above(reading: Reading, item: Item) -> Token | None:
    """The verb that an item hangs on; None where it hangs on none or the text has no trees."""
    if not reading.parsed:
        return None
    return next((token for token in _upwards(_head(reading, item))[1:] if _is_predicate(token)), None)


def joining_verbs(reading: Reading, subject: Item, other: Item) -> list[Token]:
    """The verbs among the words that join two items of one sentence."""
    return [token for token in _joint(reading, subject, other) if _is_predicate(token)]


def _joint(reading: Reading, subject: Item, other: Item) -> list[Token]:
    """The words that join two items of one sentence; none where they stand apart or the text has no trees."""
    if not reading.parsed or reading.sentence_of(subject) != reading.sentence_of(other):
        return []
    return _joining(_head(reading, subject), _head(reading, other))


def _head(reading: Reading, item: Item) -> Token:
    return reading.doc[reading.head_of(*reading.extent.get(item, reading.tokens_of(item.span)))]


def _joining(one: Token, two: Token) -> list[Token]:
    """The words of the tree between two words, theirs left out, and the verbs that govern what joins them."""
    up_one, up_two = _upwards(one), _upwards(two)
    meet = next((token for token in up_one if token in up_two), None)
    if meet is None:
        return []
    path = [*up_one[: up_one.index(meet) + 1], *up_two[: up_two.index(meet)]]
    between = [token for token in path if token not in (one, two) or _is_predicate(token)]
    if meet in (one, two) and _are_listed(one, two):
        between += _upwards(meet)[1:2]
    return [*between, *_governors(meet)] if _is_predicate(meet) else between


def _upwards(token: Token) -> list[Token]:
    found = [token]
    while token.head.i != token.i and len(found) < _DEEPEST:
        token = token.head
        found.append(token)
    return found


def _are_listed(one: Token, two: Token) -> bool:
    return (one.dep_ == "conj" and one.head == two) or (two.dep_ == "conj" and two.head == one)


def _is_predicate(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") or any(child.dep_ == "cop" for child in token.children)


def _governors(verb: Token) -> Iterator[Token]:
    """Verbs of which the clause of `verb` is the content: `denies that …`, `plans to …`."""
    while verb.dep_ in ("ccomp", "xcomp", "conj", "advcl") and verb.head.i != verb.i:
        governed_by = verb.dep_
        verb = verb.head
        if governed_by in ("ccomp", "xcomp"):
            yield verb


def _marks(token: Token) -> Iterator[Modality]:
    """What a word and the small words on it say; of a noun, only `alleged`, `possible` and the like before it."""
    for child in token.children:
        yield from _mark_of_child(child)
    if not _is_predicate(token):
        return
    lemma = lemma_of(token)
    for words, how in (
        (_DENY, Modality.NEGATED),
        (_PLAN, Modality.PLANNED),
        (_DOUBT, Modality.HYPOTHETICAL),
        (_RUMOUR, Modality.RUMOURED),
    ):
        if lemma in words and any(child.dep_ in ("xcomp", "ccomp", "obj", "obl") for child in token.children):
            yield how


def _mark_of_child(child: Token) -> Iterator[Modality]:
    word = child.lower_
    if word in _NOT and child.dep_ in ("advmod", "det", "cc", "cc:preconj"):
        yield Modality.NEGATED
    elif child.dep_ == "aux" and word in _MODALS:
        yield _MODALS[word]
    elif word in _RUMOUR_WORDS and child.dep_ in ("advmod", "amod"):
        yield Modality.RUMOURED
    elif (child.dep_ == "mark" and word in _CONDITIONS) or (word in _WOULD_BE and child.dep_ == "amod"):
        yield Modality.HYPOTHETICAL
