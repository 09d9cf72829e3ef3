"""A sentence as the surface patterns see it, and what they ask about a name in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extraction.number import is_plural
from kg.extraction.reading import APOSTROPHE_S, PLACES, Item, Reading
from kg.model import Mention, MentionKind, Value
from kg.ontology import Ontology

POSSESSIVES = frozenset({"its", "his", "her", "their", "whose"})
ARTICLES = frozenset({"a", "an", "the"})
PREPOSITIONS = frozenset({"of", "from", "in", "at", "by", "to", "with", "for", "on", "near", "than", "into", "between"})
_NO_MODIFIERS = frozenset({"Person", "Product", "Event"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and what patterns ask about it."""

    reading: Reading
    first: int
    last: int
    places: Mapping[str, set[int]]
    """Each word, as written and as lemma, and the tokens where it stands."""
    items: Sequence[int]
    """Tokens where a mention or a value starts."""
    posts: Mapping[int, list[int]]

    @classmethod
    def of(cls, reading: Reading, bounds: tuple[int, int], posts: Mapping[int, list[int]]) -> Sentence:
        places: dict[str, set[int]] = defaultdict(set)
        for words in (reading.lower, reading.lemmas):
            for token in range(*bounds):
                places[words[token]].add(token)
        items = [token for token in range(*bounds) if token in reading.starting]
        return cls(reading, *bounds, dict(places), items, posts)


def is_person(item: Item) -> bool:
    return isinstance(item, Mention) and item.type == "Person"


@lru_cache(maxsize=4)
def forms_of_address(ontology: Ontology) -> frozenset[str]:
    """Single words that stand before a person's name and are no part of it: `lord`, `mr`."""
    table = ontology.names["honorifics"]
    return frozenset(word for key in ("male", "female", "any") for word in table[key] if " " not in word)


def follows_preposition(sentence: Sentence, at: int) -> bool:
    before = at - 1
    if before > sentence.first and sentence.reading.lower[before] in ARTICLES:
        before -= 1
    return before >= sentence.first and sentence.reading.lower[before] in PREPOSITIONS


def _is_one_post(sentence: Sentence, at: int) -> bool:
    """Whether a post of one person starts at a token; several (`met Acme officials`) stand for the body."""
    return any(not is_plural(sentence.reading.lower[end - 1]) for end in sentence.posts.get(at, ()))


def is_modifier(sentence: Sentence, item: Item, end: int) -> bool:
    """Whether an item only belongs to a thing named after it: `Munich's X`, `Slovak investor X`, `Penang mayor`."""
    if isinstance(item, Value):
        return False
    if item.text.lower() in POSSESSIVES:
        return True
    if end >= sentence.last:
        return False
    after = sentence.reading.doc[end]
    if after.text in APOSTROPHE_S or after.text == "-" or _is_one_post(sentence, end):
        return True
    if item.type in PLACES:
        return after.pos_ in ("NOUN", "ADJ", "PROPN") or end in sentence.reading.starting
    return bool(named_behind(sentence, item, end))


def named_behind(sentence: Sentence, item: Item, end: int) -> list[Mention]:
    """What is named behind the nouns before which a place or a body, ending at `end`, stands: `Dutch chip firm X`."""
    if isinstance(item, Value) or item.kind is not MentionKind.NAME or item.type in _NO_MODIFIERS:
        return []
    reading = sentence.reading
    first = reading.extent[item][0]
    if item.type not in PLACES and reading.lower[first - 1 : first] == [","]:
        return []
    return reading.named_behind(end)
