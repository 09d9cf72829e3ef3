"""Match the surface patterns of the cue files: words and slots in a row, inside one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extraction.cues import Element, Gap, Pattern, Slot, Word
from kg.extraction.lists import breaks_off, follows_singular, is_name, members
from kg.extraction.posts import BELOW, past_place
from kg.extraction.reading import APOSTROPHE_S, PLACES, Item
from kg.extraction.sentences import (
    ARTICLES,
    POSSESSIVES,
    PREPOSITIONS,
    Sentence,
    follows_preposition,
    forms_of_address,
    is_modifier,
    is_person,
    named_behind,
)
from kg.model import Mention, MentionKind, Value
from kg.ontology import Ontology

_SEATED = frozenset({"based", "headquartered", "registered", "listed"})
"""What a seat before a hyphen ends in; a name behind it is that of the body with the seat."""
_SITED = PLACES | {"Event", "EducationalOrganization"}
"""What lies or is held somewhere, of which the place behind it tells, whatever stands before: `at the fair in Oslo`."""
_MAKERS = frozenset({"maker", "publisher", "owner"})
"""What a body after a preposition may be called, and be meant."""


@dataclass(frozen=True, slots=True)
class Match:
    """What filled the slots of a pattern; a post is the tokens that it stands on."""

    items: Mapping[str, tuple[Item, ...]]
    title: tuple[int, int] | None


_Bound = tuple[tuple[str, "Item | tuple[int, int]"], ...]


class Matchers:
    """All patterns of an ontology, found by the words that they need."""

    def __init__(self, matchers: Iterable[Matcher]) -> None:
        self._all = tuple(matchers)
        self._always = {number for number, matcher in enumerate(self._all) if not matcher.needs}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, matcher in enumerate(self._all):
            for word in matcher.needs[0] if matcher.needs else ():
                self._by_word[word].append(number)

    def likely(self, sentence: Sentence) -> list[Matcher]:
        """Those whose rarest words the sentence holds, in order; no other matches."""
        by_word = self._by_word
        found = {number for word in sentence.places if word in by_word for number in by_word[word]}
        return [self._all[number] for number in sorted(found | self._always)]


class Matcher:
    """Finds the matches of one pattern; the ontology says which mentions may fill its ends."""

    def __init__(self, pattern: Pattern, ontology: Ontology) -> None:
        self.pattern = pattern
        self.ontology = ontology
        relation = ontology.relations[pattern.relation]
        self.allowed = {"subject": relation.domain, "object": relation.range}
        needs = [words for words in pattern.needs if not words & APOSTROPHE_S]
        # Long words are rare ones: the set that most sentences lack comes first.
        self.needs = sorted(needs, key=lambda words: -min(map(len, words)))
        first, after, *_ = (*pattern.elements, *pattern.elements)
        is_possessor = isinstance(after, Word) and bool(after.words & {"'s", "-"})
        is_place = isinstance(first, Slot) and bool(first.types) and set(first.types) <= _SITED
        is_compound = isinstance(first, Slot) and first.role == "object" and len(pattern.elements) == 3
        is_free = is_possessor or is_place or is_compound
        self._first = first if isinstance(after, Word) and not is_free else None
        """The slot that opens the pattern, where a phrase such as `the board of X` must not lend its last word."""
        self._last = pattern.elements[-1] if not isinstance(pattern.elements[-1], Word) else None
        self._apposed = _apposed(pattern)
        self._address = forms_of_address(ontology)
        self._needs_post = any(isinstance(e, Slot) and e.role == "title" and not e.optional for e in pattern.elements)

    def find(self, sentence: Sentence) -> Iterator[Match]:
        """Every match in the sentence."""
        known = sentence.places.keys()
        if (self._needs_post and not sentence.posts) or any(known.isdisjoint(needed) for needed in self.needs):
            return
        for start in self._starts(sentence):
            for bound in self._match(sentence, start, 0, ()):
                yield self._result(sentence, bound)

    def _starts(self, sentence: Sentence) -> Sequence[int]:
        """The tokens where the first element may match, in order."""
        element = self.pattern.elements[0]
        if isinstance(element, Gap) or element.optional:
            return range(sentence.first, sentence.last)
        if isinstance(element, Word):
            if "'s" in element.words:
                return range(sentence.first, sentence.last)
            return sorted({token for word in element.words for token in sentence.places.get(word, ())})
        return sorted(sentence.posts) if element.role == "title" else sentence.items

    def _match(self, sentence: Sentence, at: int, number: int, bound: _Bound) -> Iterator[_Bound]:
        if number == len(self.pattern.elements):
            if not self._runs_on(sentence, at):
                yield bound
            return
        element = self.pattern.elements[number]
        for end, filled in self._fill(sentence, at, element, bound):
            yield from self._match(sentence, end, number + 1, (*bound, *filled))

    def _runs_on(self, sentence: Sentence, at: int) -> bool:
        """Whether the noun that ends the pattern is a name's or post's after it: `Acme's unit Tarn`, `deputy head`."""
        before = sentence.reading.doc[at - 1]
        if not isinstance(self.pattern.elements[-1], Word) or at >= sentence.last:
            return False
        if before.lower_ in BELOW and any(end > at for end in sentence.posts.get(at - 1, ())):
            return sentence.reading.doc[at].pos_ == "NOUN"
        if before.pos_ != "NOUN" and before.lower_ not in _SEATED:
            return False
        return any(is_name(item) and isinstance(item, Mention) for item in sentence.reading.starting.get(at, ()))

    def _fill(self, sentence: Sentence, at: int, element: Element, bound: _Bound) -> Iterator[tuple[int, _Bound]]:
        """Ways to match one element at a token: where it ends, and what it binds."""
        if isinstance(element, Gap):
            yield from ((end, ()) for end in self._gap_ends(sentence, at, element))
        elif isinstance(element, Word):
            yield from self._fill_word(sentence, at, element, bound)
        elif element.role == "title":
            yield from self._fill_post(sentence, at, element)
        else:
            yield from self._fill_slot(sentence, at, element)
        if isinstance(element, Slot | Word) and element.optional:
            yield at, ()

    def _fill_word(self, sentence: Sentence, at: int, element: Word, bound: _Bound) -> Iterator[tuple[int, _Bound]]:
        if "'s" in element.words:
            previous = bound[-1][1] if bound else None
            if isinstance(previous, Mention) and previous.text.lower() in POSSESSIVES:
                yield at, ()
            elif sentence.reading.lower[at : at + 2] == [",", "whose"] and _may_be_meant(sentence, previous):
                yield at + 2, ()
                return
            elif at < sentence.last and sentence.reading.doc[at].text in APOSTROPHE_S:
                yield at + 1, ()
                return
        if at < sentence.last and self._is_word(sentence, at, element.words):
            yield at + 1, ()

    @staticmethod
    def _is_word(sentence: Sentence, at: int, words: frozenset[str]) -> bool:
        return sentence.reading.lower[at] in words or sentence.reading.lemmas[at] in words

    @staticmethod
    def _gap_ends(sentence: Sentence, at: int, gap: Gap) -> Iterator[int]:
        yield at
        most = 0 if sentence.reading.lower[at : at + 1] == ["-"] else gap.most
        while most and at < sentence.last and at not in sentence.reading.named:
            token = sentence.reading.doc[at]
            if token.is_punct and (token.text != "-" or token.whitespace_):
                return
            if gap.plain and (token.lower_ in PREPOSITIONS or token.text in APOSTROPHE_S):
                return
            at, most = at + 1, most - 1
            yield at

    def _fill_post(self, sentence: Sentence, at: int, slot: Slot) -> Iterator[tuple[int, _Bound]]:
        """Posts that start at a token; one that ends the pattern is read to its end and is nobody's who follows it."""
        ends = sentence.posts.get(at, [])
        if slot.types:
            ends = [end for end in ends if sentence.reading.lower[end - 1] in slot.types]
        if slot is self.pattern.elements[-1]:
            ends = [past_place(sentence.reading, end) for end in ends[:1] if not self._starts_person(sentence, end)]
        yield from ((end, (("title", (at, end)),)) for end in ends)

    def _fill_slot(self, sentence: Sentence, at: int, slot: Slot) -> Iterator[tuple[int, _Bound]]:
        if at >= sentence.last:
            return
        is_guarded = slot is self._first and follows_preposition(sentence, at)
        for item in self._items_at(sentence, at):
            end = sentence.reading.extent[item][1]
            if is_guarded and not self._is_described(sentence, item, end):
                continue
            if slot is self._apposed and self._stands_apart(sentence, item):
                continue
            if self._fits(item, slot) and not (slot is self._last and is_modifier(sentence, item, end)):
                yield end, ((slot.role, item),)
            elif slot is self._last:
                yield from self._fill_behind(sentence, item, end, slot)

    def _fill_behind(self, sentence: Sentence, item: Item, end: int, slot: Slot) -> Iterator[tuple[int, _Bound]]:
        """The last slot filled by what an item only tells of: `bought Dutch chip firm Acme`."""
        for named in named_behind(sentence, item, end):
            end = sentence.reading.extent[named][1]
            if self._fits(named, slot) and not is_modifier(sentence, named, end):
                yield end, ((slot.role, named),)

    def _stands_apart(self, sentence: Sentence, item: Item) -> bool:
        """Whether an item says nothing of the noun before it: `her son, he says`, `whose daughter he met`."""
        if isinstance(item, Mention) and item.kind is MentionKind.PRONOUN:
            return True
        return self._apposed is not None and self._apposed.listed and breaks_off(sentence.reading, item)

    def _items_at(self, sentence: Sentence, at: int) -> list[Item]:
        """What starts at a token, or behind a form of address there, which no name of a person holds."""
        starting = sentence.reading.starting
        if found := starting.get(at):
            return found
        if sentence.reading.lower[at].strip(".") not in self._address or sentence.reading.lower[at - 1 : at] == [","]:
            return []
        return [item for item in starting.get(at + 1, ()) if is_person(item)]

    def _starts_person(self, sentence: Sentence, at: int) -> bool:
        return at < sentence.last and any(is_person(item) for item in self._items_at(sentence, at))

    def _is_described(self, sentence: Sentence, item: Item, end: int) -> bool:
        """Whether what follows an item says what that one is, even after a preposition (`to Ann Lee, head of …`)."""
        after = sentence.reading.lower[end : end + 3]
        if isinstance(item, Value) or after[:1] != [","] or len(after) < 3:
            return False
        if self.ontology.is_a(item.type, "Person"):
            return after[1:2] != ["which"]
        is_said = after[1] in ARTICLES or after[1] == "which" or (after[1] in _MAKERS and after[2] == "of")
        return is_said and self.ontology.is_a(item.type, "Organization")

    def _fits(self, item: Item, slot: Slot) -> bool:
        if isinstance(item, Value):
            return self._value_fits(item, slot.role, slot.types or self.allowed.get(slot.role, ()))
        if slot.role not in ("subject", "object", "other"):
            return False
        if slot.types:
            return any(self.ontology.is_a(item.type, name) for name in slot.types)
        return slot.role == "other" or any(self.ontology.fits(item.type, name) for name in self.allowed[slot.role])

    @staticmethod
    def _value_fits(value: Value, role: str, types: tuple[str, ...]) -> bool:
        if role == "amount":
            return value.kind in (types or ("money", "percent"))
        if role in ("date", "startDate", "endDate"):
            return value.kind == "date"
        return role in ("object", "other") and value.kind in types

    def _result(self, sentence: Sentence, bound: _Bound) -> Match:
        items: dict[str, tuple[Item, ...]] = {}
        title: tuple[int, int] | None = None
        listed = {element.role for element in self.pattern.elements if isinstance(element, Slot) and element.listed}
        for role, what in bound:
            if isinstance(what, tuple):
                title = what
            else:
                items[role] = self._list(sentence, what, role) if role in listed else (what,)
        return Match(items, title)

    def _list(self, sentence: Sentence, item: Item, role: str) -> tuple[Item, ...]:
        """The item and those listed with it."""
        slot = next(e for e in self.pattern.elements if isinstance(e, Slot) and e.role == role and e.listed)
        if follows_singular(sentence.reading, item):
            return (item,)
        return members(sentence.reading, item, lambda other: self._fits(other, slot))


def _apposed(pattern: Pattern) -> Slot | None:
    """The slot that ends a pattern behind a word for what fills it and a comma: `the firm, Acme`."""
    *_, kind, comma, last = (None, None, *pattern.elements)
    behind_comma = isinstance(kind, Word) and isinstance(comma, Word) and "," in comma.words
    return last if behind_comma and isinstance(last, Slot) else None


def _may_be_meant(sentence: Sentence, item: Item | tuple[int, int] | None) -> bool:
    """Whether `whose` behind an item may be of that one; a place `of` or `in` which a thing is stands further off."""
    if not isinstance(item, Mention):
        return False
    return item.type not in PLACES or not follows_preposition(sentence, sentence.reading.extent[item][0])
