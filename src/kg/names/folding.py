"""Names brought to one spelling: case, accents, articles, honorifics, legal suffixes, punctuation, possessives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.names.tables import NameTables

ARTICLES = frozenset({"the", "a", "an"})
# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?=\s|$)", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_APOSTROPHE = re.compile(r"['’‘ʻ`]")
_MARKS = re.compile(r"[^\w\s]|_")
# Rounds of respelling by sound, longest first, so that `Khatchaturian` and `Hačaturjan` meet.
_SOUNDS = (("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("q", "k"), ("w", "v"),
           ("x", "ks"), ("y", "i"), ("j", "i"), ("z", "s"))


def plain(text: str) -> str:
    """The words of `text` in lower case without accents or punctuation, one space between them; every word is kept."""
    text = _POSSESSIVE.sub("", text).casefold()
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).translate(_LETTERS)
    text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text.replace("&", " and "))
    return " ".join(_MARKS.sub(" ", _APOSTROPHE.sub("", text)).split())


def fold(name: str, tables: NameTables) -> str:
    """`name` in its plain words, without article and honorifics before it and legal suffixes behind it.

    What is left is never empty unless `name` has no letter or digit: a name made of such words keeps them.
    """
    words = plain(name).split()
    kept = strip_front(words, ARTICLES | tables.honorifics)
    return " ".join(strip_back(kept, tables.legal) or kept or words)


def strip_front(words: list[str], drop: Collection[str]) -> list[str]:
    """`words` from the first on that is not in `drop`; all of them if there is none."""
    first = next((i for i, word in enumerate(words) if word not in drop), 0)
    return words[first:]


def strip_back(words: list[str], drop: Collection[str]) -> list[str]:
    """`words` up to the last that is not in `drop`, and no `and` left at the end; empty if all are in it."""
    end = len(words)
    while end and (words[end - 1] in drop or (end < len(words) and words[end - 1] == "and")):
        end -= 1
    return words[:end]


def skeleton(word: str) -> str:
    """The consonants of a folded word as they sound, with its first and last letter's class: equal for spelling variants."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    word = re.sub(r"(.)\1+", r"\1", word)
    inner = re.sub(r"[aeiou]", "", word[1:])
    return word[:1] + inner + (word[-1:] if word[-1:] in "aeiou" else "")
