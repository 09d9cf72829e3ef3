"""What kind of thing a name is, and whether it is one at all, where closed lists or the words around it say so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.model import Span
from kg.names import namer, plain
from kg.nlp.marks import FIRMS, PLACES

if TYPE_CHECKING:
    from kg.ontology import Ontology

Named = tuple[Span, str]
"""Where a name stands, and its kind."""

_BEFORE, _AFTER = 60, 120
"""Characters around a name in which the words that tell its kind stand."""
_QUOTE = "[\"“'‘]?"
_EDGES = re.compile(r"^(?:and|or) | (?:and|or)$")
_PARTS = re.compile(r"[-–/]")
_OWNER = r"(?:[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3}['’]s )"
_SIGNS = re.compile(r"[/ ]")
_JOINT = re.compile(rf"[\"”'’]?(?:, |,? (?:and|or) )(?:the )?{_OWNER}?{_QUOTE}")
_OWNS = re.compile(r"['’]s? (?=\w)")
_CLOSED = re.compile(r"[\"”'’]?(?:[,.;:)]|$)")
_ADDRESS = re.compile(r"\b(?:Mr|Mrs|Ms)\.? $")
_POSTED = re.compile(r"\bpost(?:s|ed|ing)? on $")
_LAST = re.compile(r"\b(?:and|or)\b")
_LETTERS_ONLY = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n]|\.\.\.)[\"”'’)]*\s*(?:[-•*]\s+)?[\"“'‘(]*$")
_NEXT_WORD = re.compile(r" ([a-z]+)")
_PREFIX = re.compile(r"(?:anti|ex|mid|non|post|pre|pro|sub)-")
_POST_OF = re.compile(r"\w+ (?:for|of) ")
_FIELDS = re.compile(r"\b(?:secretary|minister)$", re.IGNORECASE)

HEADED = frozenset({"GovernmentAgency", "Organization"})
NEVER_SMALL = HEADED | {"Company", "Product", "MediaOrganization", "Place"}
"""Kinds whose names have a capital, a digit or a sign, of 65,000 in the corpus all but 120 or so; `HEADED` may have a
head of bodies instead, places be a part of the world."""
HELD = frozenset({"Person", "GovernmentAgency"})
"""Kinds that forms of address and posts are taken for."""
UNDATED = frozenset({"Person", "Company", "MediaOrganization"})
"""Kinds of which some bear the name of a day or a month."""
GATHERERS = HEADED | {"Regulator"}
"""Kinds that a gathering is taken for."""
BANDS = frozenset({"Company", "MediaOrganization", "Product"})
"""Kinds that a band is taken for."""
COMMON = frozenset({"Company", "Product", "Organization", "MediaOrganization", "GovernmentAgency", "Event"})
"""Kinds that common words at the beginning of a sentence are taken for."""


class Kinds:
    """What the name tables of an ontology say about kinds of names."""

    def __init__(self, ontology: Ontology) -> None:
        self.tables = namer(ontology).tables
        rows = ontology.names["countries"].get("country", ())
        self._countries = frozenset(plain(name) for row in rows for name in (row["name"], *row.get("aliases", ())))
        self._seats = frozenset(plain(seat) for row in rows for seat in row.get("seats", ()))
        self._bodies = _known(ontology.names.get("bodies", {}).get("body", ()))
        words = ontology.names["descriptors"]
        self._faiths, self._abbreviations = frozenset(words.get("faith", ())), frozenset(words.get("abbreviation", ()))
        self._ailments = frozenset(words.get("ailment", ()))
        self._calendar, self._feasts = frozenset(words.get("calendar", ())), frozenset(words.get("feast", ()))
        self._frames = _frames(tuple(words.get("work", ())), tuple(words.get("works", ())))
        self._gatherings = frozenset(words.get("gathering", ()))
        self._run = re.compile(rf" (?:{_either(words.get('head_of_firm', ()))})\b")
        self._band = re.compile(rf"\b{_either(words.get('band', ()))} (?:The )?$")
        self._members = re.compile(rf" {_either(words.get('member_of_band', ()))} [A-Z]")

    def may_be_country(self, words: str) -> bool:
        """Whether the tables know these words, or a part that a hyphen sets off, as a country or for one."""
        name = plain(_EDGES.sub("", words))
        parts = (name, name.removeprefix("the "), *map(plain, _PARTS.split(words)))
        return any(self._is_land(part) for part in parts)

    def is_name_of_country(self, words: str) -> bool:
        """Whether these words are a country's whole name, not only an adjective of it."""
        return not words.islower() and plain(words).removeprefix("the ") in self._countries

    def is_area(self, words: str) -> bool:
        """Whether these words are a part of the world, or its adjective."""
        return plain(words).removeprefix("the ") in self.tables.areas

    def is_seat(self, words: str) -> bool:
        """Whether these words are a street or building that stands for a country's government, not a city."""
        return plain(words).removeprefix("the ") in self._seats

    def class_of_body(self, words: str) -> str:
        """The class of the known bodies that are called so, as written; empty for acronyms, which others share."""
        return "" if words.isupper() else self._bodies.get(words.removeprefix("The ").removeprefix("the "), "")

    def is_name(self, kind: str, words: str) -> bool:
        """Whether these words can name a thing of this kind by themselves."""
        said = plain(words)
        if not said or said == "a" or (kind != "Person" and said in self._faiths):
            return False
        if self._is_common(words) or said.split()[-1] in self._ailments:
            return False
        if kind not in PLACES and _PREFIX.match(words):
            return False
        if kind in HELD and (said in self.tables.before_person or self._is_post_of(words)):
            return False
        if kind in NEVER_SMALL and words.islower() and _LETTERS_ONLY.fullmatch(words):
            is_headed = kind in HEADED and not self.tables.head.isdisjoint(said.split())
            return is_headed or said in self.tables.areas
        if kind == "GovernmentAgency" and _FIELDS.search(words):
            return False
        return kind in UNDATED or not self._is_day(kind, said)

    def is_part(self, text: str, span: Span) -> bool:
        """Whether the span is only the beginning of a word, `Anti` of `Anti-Harbour`, or of what ails people."""
        following = _NEXT_WORD.match(text, span.end)
        is_ailment = following is not None and following[1] in self._ailments
        return is_ailment or _PREFIX.fullmatch(text[span.start : span.end + 1].casefold()) is not None

    def products(self, text: str, names: Sequence[Named]) -> list[int]:
        """Which of `names`, in order, are firms by their kind and products by the words beside them."""
        told, listed = [], -1
        for number, (span, kind) in enumerate(names):
            before = text[max(span.start - _BEFORE, 0) : span.start]
            joint = text[listed : span.start] if listed >= 0 else ""
            after = text[span.end : span.end + _AFTER]
            is_listed = _JOINT.fullmatch(joint) or self._frames[1].search(before)
            if is_listed and _OWNS.match(after):
                continue  # what is listed is what it owns: `games such as Oxley's Starfall`
            listed = span.end if is_listed and not _LAST.search(joint) else -1
            if kind in FIRMS and (is_listed or self._is_called_work(before, after) or self._frames[2].match(after)):
                told.append(number)
        return told

    def _is_called_work(self, before: str, after: str) -> bool:
        found = self._frames[0].search(before)
        return found is not None and (not found[1] or _CLOSED.match(after) is not None)

    def is_gathering(self, kind: str, words: str) -> bool:
        """Whether what was taken for a body of this kind is called by a word for a gathering: `Norland Film Awards`."""
        said = plain(words).split()
        return kind in GATHERERS and len(said) > 1 and said[-1] in self._gatherings

    def is_band(self, text: str, span: Span) -> bool:
        """Whether the words beside the span say that it is a band: `the band Corvo`, `Corvo singer Ann Lee`."""
        before = text[max(span.start - _BEFORE, 0) : span.start]
        return self._band.search(before) is not None or self._members.match(text, span.end) is not None

    def is_addressed(self, text: str, span: Span) -> bool:
        """Whether a form of address that only people have stands right before the span."""
        return _ADDRESS.search(text[max(span.start - 5, 0) : span.start]) is not None

    def is_run(self, text: str, span: Span) -> bool:
        """Whether the span stands between `the` and a word for who founded or runs a firm: `the X founder`."""
        before = text[max(span.start - 4, 0) : span.start]
        return before.casefold() == "the " and self._run.match(text, span.end) is not None

    def is_posted_on(self, text: str, span: Span) -> bool:
        """Whether the span stands behind `in a post on` or `posted on`, as only a network does."""
        return _POSTED.search(text[max(span.start - 11, 0) : span.start]) is not None

    def _is_common(self, words: str) -> bool:
        """Whether nothing but abbreviations of common nouns has capitals: `HIV/Aids`, `GPS receivers`."""
        capital = [word for word in _SIGNS.split(words) if not word.islower()]
        return bool(capital) and self._abbreviations.issuperset(capital)

    def _is_land(self, name: str) -> bool:
        tables = self.tables
        return name in tables.countries or name in tables.governments or name in tables.seats

    def _is_post_of(self, words: str) -> bool:
        return bool(_POST_OF.match(words)) and plain(words.split()[0]) in self.tables.before_person

    def _is_day(self, kind: str, said: str) -> bool:
        if said in self._feasts:
            return kind != "Event"
        return all(word in self._calendar for word in said.split())


def _known(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names of known bodies with their class, less those of exchanges, which are firms as well, or of two kinds."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in (row["name"], *row.get("aliases", ())):
            kinds[name].add(row["class"])
    return {name: min(of) for name, of in kinds.items() if len(of) == 1 and "StockExchange" not in of}


@lru_cache(maxsize=4)
def _frames(work: Sequence[str], works: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before a product, before a list of them, and behind one."""
    one, several = _either(work), _either(works)
    owner = r"(?:an?|the|its|his|her|[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3}['’]s?)"
    gap = r"(?: (?!(?:of|in|at|by|for|from|with|to|behind|that|which|who)\b)[\w'’-]+){0,4}?"
    goes_on = r"[,.;:]|$| (?:that|which|for|about|by|of|from|on|in|with|starring|set)\b"
    return (
        re.compile(rf"\b{one}(,)? {_QUOTE}(?:The )?$"),
        re.compile(rf"\b{several},? (?:includ(?:e|es|ed|ing)|such as) (?:the )?{_OWNER}?{_QUOTE}(?:The )?$"),
        re.compile(rf"[\"”'’]?, {owner}{gap} {one}(?={goes_on})"),
    )


def _either(words: Iterable[str]) -> str:
    """A pattern for any of `words`, for nothing if there are none."""
    return f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"


def only_begin_sentences(text: str, words: Iterable[str], common: Collection[str] = ()) -> frozenset[str]:
    """Those of `words` that have their capital only where a sentence begins, and stand in small letters elsewhere.

    Those in `common`, which the sentence uses as no name, need not stand elsewhere.
    """
    wanted = {word for word in words if word[:1].isupper() and word[1:].islower() and _TOKEN.fullmatch(word)}
    small: set[str] = set()
    if wanted:
        lowered = {word.lower() for word in wanted}
        for found in _TOKEN.finditer(text):
            word = found[0]
            if word in lowered:
                small.add(word)
            elif word in wanted and not _begins(text, found.start()):
                wanted.discard(word)
    return frozenset(word for word in wanted if word in common or word.lower() in small)


def _begins(text: str, start: int) -> bool:
    return _SENTENCE_START.search(text[max(start - 8, 0) : start]) is not None
