"""Comparison of the names of two persons."""

from __future__ import annotations

import re

from rapidfuzz.fuzz import ratio

from kg.names.folding import plain, romanised, skeleton
from kg.names.likeness import SAME, Likeness, alike, apart
from kg.names.name import Name
from kg.names.tables import NameTables

Words = tuple[str, ...]
_VARIANT = 70.0
_MIN_VARIANT = 5
_RESPELT = 0.92
_MIN_RESPELT = 3
_INITIAL = 0.8
_EXCHANGED = 0.9
_MIN_EXCHANGED = 6
_DOUBLE = re.compile(r"([A-Z]\w+)-([A-Z]\w+)\W*$")
_GENERATION = {"junior": "jr", "jnr": "jr", "ii": "jr", "senior": "sr", "snr": "sr"}


def compare_people(a: Name, b: Name, tables: NameTables) -> Likeness:
    """Equal, spelt otherwise, shortened, or one name alone; other given names or generations set two apart."""
    left, right = _without(a.words, tables.generation), _without(b.words, tables.generation)
    if not left or not right:
        return apart("no name to compare")
    if clash := _generations(a.words, b.words, tables):
        return clash
    if left == right:
        both = len(a.words) > len(left) and len(b.words) > len(right)
        return alike(*((0.95, "same name and generation") if both else (0.7, "same name, one with a generation")))
    short, long = sorted((left, right), key=lambda words: (len(words), words))
    if len(short) == 1:
        return _single(short[0], long)
    if _halves(a, b) or _halves(b, a):
        return apart("one has half of the other's double surname")
    if found := _spelling(short, long, tables) or _subset(short, long, tables):
        return found
    return max(_aligned(short, long, tables), _variants(short, long), key=lambda found: found.score)


def _halves(whole: Name, other: Name) -> bool:
    """Whether the one has a surname in two parts (`Ann Moss-Reed`) of which the other bears the last (`Ann Reed`)."""
    parts = _DOUBLE.search(whole.text)
    return parts is not None and plain(parts[2]) == other.words[-1] and plain(parts[1]) not in other.words


def _without(words: Words, drop: frozenset[str]) -> Words:
    return tuple(w for w in words if w not in drop)


def _generations(a: Words, b: Words, tables: NameTables) -> Likeness | None:
    left, right = ({_GENERATION.get(w, w) for w in words if w in tables.generation} for words in (a, b))
    return apart("of different generations") if left and right and left != right else None


def _single(word: str, long: Words) -> Likeness:
    if len(long) == 1:
        return alike(0.6, "spelling variant") if is_variant(word, long[0]) else apart("different names")
    if word == long[-1]:
        return alike(0.7, "surname alone")
    if word == long[0]:
        return alike(0.65, "first name alone")
    return alike(0.6, "part of the name alone") if word in long else apart("different names")


def _spelling(short: Words, long: Words, tables: NameTables) -> Likeness | None:
    if "".join(short) == "".join(long):
        return SAME
    if sorted(short) == sorted(long):
        return _swapped(short, tables)
    if len(short) == len(long):
        pairs = [(x, y) for x, y in zip(short, long, strict=True) if x != y]
        if all(is_respelt(x, y) for x, y in pairs):
            return alike(_RESPELT, "same sounds spelt otherwise")
    return None


def _variants(short: Words, long: Words) -> Likeness:
    pairs = [(x, y) for x, y in zip(short, long, strict=False) if x != y]
    if len(short) == len(long) > len(pairs) and all(is_variant(x, y) for x, y in pairs):
        return alike(0.85, "spelling variant")
    return apart("different names")


def _swapped(words: Words, tables: NameTables) -> Likeness:
    """The same words in another order: a family name put first or last, unless the order says who is whose child."""
    if tables.descent & set(words):
        return apart("one the other's parent")
    if all(word in tables.nicknames for word in words):
        return alike(0.6, "two given names in another order")
    return alike(0.92, "same names in another order")


def _subset(short: Words, long: Words, tables: NameTables) -> Likeness | None:
    rest = iter(long)
    if all(word in rest for word in short) and not set(short) <= tables.link:
        added = set(long) - set(short)
        if len(short) > 2 and any(len(word) == 1 for word in added):
            return alike(0.7, "one has an initial that the other leaves out among others")
        return alike(0.9 if short[-1] == long[-1] else 0.85, "shorter form of the full name")
    return None


def _aligned(short: Words, long: Words, tables: NameTables) -> Likeness:
    """The same surname (the last word) under given names that agree."""
    surnames = _surnames(short, long)
    if not surnames:
        return apart("different surnames")
    width, score = surnames
    given, other = short[: len(short) - width], long[: len(long) - width]
    if not given or not other:
        return apart("different names")
    found = _given(given[0], other[0], tables)
    if not found:
        return apart("different given names")
    rest = iter(other[1:])
    if not all(any(_given(word, candidate, tables) for candidate in rest) for word in given[1:]):
        return apart("different middle names")
    if len(given) > 1 and found[0] == _INITIAL and (given[1:] == other[1:]):
        found = (0.9, "initial of the given name, and the same middle name")
    return alike(min(score, found[0]), found[1])


def _surnames(short: Words, long: Words) -> tuple[int, float] | None:
    if short[-1] == long[-1]:
        return 1, 1.0
    if is_respelt(short[-1], long[-1]):
        return 1, _RESPELT
    return (1, 0.8) if is_variant(short[-1], long[-1]) else None


def _given(a: str, b: str, tables: NameTables) -> tuple[float, str] | None:
    """Score and reason for two given names that may be one person's, else None."""
    if a == b:
        return 0.95, "same given name and surname"
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return (_INITIAL, "initial of the given name") if long.startswith(short) else None
    if tables.nicknames.get(a, frozenset()) & tables.nicknames.get(b, frozenset()):
        return 0.9, f"{short.title()} is another form of {long.title()}"
    if is_respelt(a, b):
        return _RESPELT, "same sounds spelt otherwise"
    if _is_slip(a, b):
        return _EXCHANGED, "two letters exchanged"
    return (0.8, "spelling variant") if is_variant(a, b) else None


def _is_slip(a: str, b: str) -> bool:
    """Whether two neighbouring consonants of a long word are exchanged, as in `Chritsine`: other names differ so only
    in vowels (`Carol`, `Carlo`)."""
    differ = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    if len(a) != len(b) or len(a) < _MIN_EXCHANGED or len(differ) != 2 or differ[1] - differ[0] != 1:
        return False
    pair = a[differ[0] : differ[1] + 1]
    return pair == b[differ[0] : differ[1] + 1][::-1] and not set(pair) & set("aeiou")


def is_respelt(a: str, b: str) -> bool:
    """Whether two folded words are two ways to write the same sounds."""
    return a == b or (min(len(a), len(b)) >= _MIN_RESPELT and romanised(a) == romanised(b))


def is_variant(a: str, b: str) -> bool:
    """Whether two folded words look like two transliterations of one."""
    if min(len(a), len(b)) < _MIN_VARIANT:
        return False
    return skeleton(a) == skeleton(b) and ratio(a, b) >= _VARIANT
