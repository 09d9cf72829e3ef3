"""Names brought to one spelling: case, accents, articles, honorifics, legal suffixes, punctuation, possessives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.names.tables import NameTables

ARTICLES = frozenset({"the", "a", "an"})
_PERSONS_ARTICLES = frozenset({"the"})
"""`A. Smith` has an initial, and An is a name."""
# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?=\s|$)", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_APOSTROPHE = re.compile(r"['’‘ʻ`]")
_MARKS = re.compile(r"[^\w\s]|_")
# Rounds of respelling by sound, longest first, so that `Khatchaturian` and `Hačaturjan` meet.
_SOUNDS = {
    "sch": "sh", "tch": "ch", "kh": "h", "gh": "g", "ph": "f", "th": "t", "ck": "k",
    "q": "k", "w": "v", "x": "ks", "y": "i", "j": "i", "z": "s",
}  # fmt: skip
# What two ways to write one sound in Latin letters differ in, beside vowels: `Yevgeny` is Evgeny, `Schroeder` Schröder.
_ROMAN = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"kh", "h"), (r"gh", "g"), (r"dh", "d"), (r"ph", "f"), (r"[jy]", "i"), (r"(.)\1+", r"\1"), (r"^ie", "e"),
        (r"ou", "u"), (r"([aou])e(?=[^aeiou])", r"\1"), (r"([aeiou])h(?=[^aeiou]|$)", r"\1"),
    )
)  # fmt: skip
_REMEMBERED = 16_384
"""Words and names; some 5 MB."""
_PHRASE = (5, 4, 3, 2, 1)
"""Lengths in words of what may be cut from a name, longest first."""


@lru_cache(maxsize=_REMEMBERED)
def plain(text: str) -> str:
    """The words of `text` in lower case without accents or punctuation, one space between them; every word is kept."""
    text = _POSSESSIVE.sub("", text).casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.translate(_LETTERS)
    text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text.replace("&", " and "))
    return " ".join(_MARKS.sub(" ", _APOSTROPHE.sub("", text)).split())


def fold(name: str, tables: NameTables) -> str:
    """`name` in its plain words, without article and forms of address before it and legal forms around it.

    What is left is never empty unless `name` has no letter or digit: a name made of such words keeps them.
    """
    words = plain(name).split()
    kept = fold_body(fold_front(words, tables.address), tables)
    return " ".join(strip_back(kept, tables.legal | tables.group) or kept)


def fold_person(words: list[str], tables: NameTables) -> list[str]:
    """A person's name without address, office and rank before it and degrees and orders behind it."""
    words = fold_front(words, tables.before_person, _PERSONS_ARTICLES)
    royal = fold_front(words, tables.noble)
    words = royal if len(royal) > 1 else words
    return strip_back(words, tables.after_person) or words


def fold_body(words: list[str], tables: NameTables) -> list[str]:
    """An organisation's name without its legal form, unless no more than a common word were left: `News Corp`."""
    words = fold_front(words, frozenset())
    if len(words) > 1 and words[0] in tables.legal_front:
        words = words[1:]
    kept = strip_back(words, tables.legal)
    return words if len(kept) < 2 and set(kept) <= (tables.trade | tables.unit) - tables.reach else kept


def fold_front(words: list[str], drop: Collection[str], articles: Collection[str] = ARTICLES) -> list[str]:
    """`words` without articles and phrases of `drop` before them, at least the last word."""
    while True:
        size = next((n for n in _PHRASE if n < len(words) and _drops(words[:n], drop, articles)), 0)
        if not size:
            return words
        words = words[size:]


def _drops(words: list[str], drop: Collection[str], articles: Collection[str]) -> bool:
    return " ".join(words) in drop or (len(words) == 1 and words[0] in articles)


def strip_back(words: list[str], drop: Collection[str]) -> list[str]:
    """`words` without phrases of `drop`, or an `and`, behind them; empty if there is nothing else."""
    while True:
        size = next((n for n in _PHRASE if n <= len(words) and " ".join(words[-n:]) in drop), 0)
        if not size:
            return words
        words = words[:-size]
        if words[-1:] == ["and"]:
            words = words[:-1]


@lru_cache(maxsize=_REMEMBERED)
def skeleton(word: str) -> str:
    """The consonants of a folded word as they sound, its first letter and a vowel at its end: equal for variants."""
    for written, sound in _SOUNDS.items():
        word = word.replace(written, sound)
    word = re.sub(r"(.)\1+", r"\1", word)
    inner = re.sub(r"[aeiou]", "", word[1:])
    return word[:1] + inner + (word[-1:] if word[-1:] in "aeiou" else "")


@lru_cache(maxsize=_REMEMBERED)
def romanised(word: str) -> str:
    """A folded word in one of the ways to write its sounds: equal for `Sergey` and `Sergei`, not for `Ivan`, `Iven`."""
    for pattern, sound in _ROMAN:
        word = pattern.sub(sound, word)
    return word
