"""Comparison of the names of two organisations, products or events, and of two places."""

from __future__ import annotations

import re

from kg.names.folding import plain, strip_back
from kg.names.likeness import Likeness, alike, apart
from kg.names.name import Family, Name
from kg.names.people import is_variant
from kg.names.tables import NameTables

Words = tuple[str, ...]
_MIN_SYLLABIC = 4
_MIN_SYLLABLES = 2
_SYLLABLE = 4
_VARIANT = 0.7
"""Firms differ by a letter more often than papers misspell them: it needs support from the text."""
_ACRONYM = 0.88
"""Less by a clear margin than what two texts that both use the acronym give."""
_MIN_BEGINNING = 4
_GOES_ON = re.compile(r"[-.]?[A-Z][\w.-]*|\.[a-z]+")
_OTHER = 0.5
_PLURAL = 0.8
"""Of one word that ends in `y`, and in `ies`: `Boot` and Boots are two firms, `Loyalty` and Loyalties one party."""
_INSIDE = 0.2
"""Of what stands in a fuller name without being a name for it: the field or the place of a body, a party's wing."""
_BRANCHLESS = 0.6
"""Of a body without its country (`Communist Party of Norland`): the same in one text, as many countries have one."""
_FRONT = 0.7
"""Of a short name that a fuller one begins with (`Delta`, `Delta Air`): as often the whole of which that is a part."""
_BACK = 0.55
"""Of one that a fuller one ends with, or holds."""
_CITY = 0.65
"""Of `Norland City` and Norland: sooner than others, a city is called so that bears the name of its land."""
_CITY_OF = ("city",)
_GOVERN = (("for",), ("of",))
"""Before what a body is for, or is of: `Institute for the Study of Rivers` is not Rivers."""
WEAK = 0.4
"""Of a short name that says too little to join two names without help from the text."""


def compare_places(a: Name, b: Name, tables: NameTables) -> Likeness:
    """The same country, or the same words but for what kind of place it is."""
    if a.country or b.country:
        return alike(1.0, f"both name {a.country}") if a.country == b.country else apart("different places")
    if a.acronym in b.letters or b.acronym in a.letters:
        return alike(0.85, "acronym of the full name")
    short, long = _by_length(a, b)
    extra = _remainder(short.words, long.words)
    if extra and set(extra) <= tables.place_kind:
        return alike(_CITY if extra == _CITY_OF else 0.8, "same place name")
    return apart("different places")


def compare_bodies(a: Name, b: Name, tables: NameTables) -> Likeness:
    """Acronym, the same words otherwise arranged, a short form, or a spelling variant."""
    if a.numbers != b.numbers:
        return apart("different numbers")
    if a.known and a.known == b.known:
        return alike(0.95, f"both are known names of {a.known}")
    if {a.folded, plain(a.known)} & b.seat_of or {b.folded, plain(b.known)} & a.seat_of:
        return alike(0.9, "the seat that stands for it")
    if bare_letters(a.text) == bare_letters(b.text):
        return alike(0.95, "same letters")
    if found := _acronym(a, b):
        return _unless_known(found, a, b)
    if _bag(a.words, tables) == _bag(b.words, tables) and set(a.words) & tables.head:
        return alike(0.95, "same words in another order")
    short, long = _by_length(a, b)
    if len(long.words) > 1 and set(long.words[1:]) <= tables.implied and short.words == (_plural(long.words[0]),):
        return alike(0.92, "short form of the full name")
    extra = _remainder(short.words, long.words)
    if extra is not None and not (short.acronym and len(short.words) == 1 and short.folded in tables.countries):
        return _shortened(short.words, extra, long.words, tables)
    return _variant(a, b, tables)


def bare_letters(text: str) -> str:
    """Letters and digits alone: `McDonald's` is McDonalds."""
    return "".join(c for c in text.casefold() if c.isalnum())


def begins(short: str, long: str) -> bool:
    """Whether one word is the beginning of another that goes on with a capital, or behind a hyphen or a stop.

    So short forms are made: `Akzo` of `AkzoNobel`. Of 20 such pairs of the corpus in which the longer word comes first,
    16 are one firm.
    """
    return len(short) >= _MIN_BEGINNING and long.startswith(short) and bool(_GOES_ON.fullmatch(long, len(short)))


def _unless_known(found: Likeness, a: Name, b: Name) -> Likeness:
    """Less than `found` where the acronym is that of a body in the catalogue, and the full name is not that body's."""
    acronym, full = (a, b) if a.acronym else (b, a)
    if acronym.known and acronym.acronym and plain(acronym.known) != full.folded:
        return alike(min(found.score, _OTHER), f"acronym of the full name, and of {acronym.known}")
    return found


def _by_length(a: Name, b: Name) -> tuple[Name, Name]:
    short, long = sorted((a, b), key=lambda name: (len(name.words), name.folded))
    return short, long


def _acronym(a: Name, b: Name) -> Likeness | None:
    for short, long in ((a, b), (b, a)):
        if (len(short.words) != 1 and not short.acronym) or len(long.words) < 2 or long.acronym:
            continue
        written = short.acronym or short.folded
        if written in long.letters and len(written) > (1 if short.acronym else 2):
            return alike(_ACRONYM if short.acronym and len(written) > 2 else 0.75, "acronym of the full name")
        if len(short.words) != 1:
            continue
        if (
            len(short.folded) >= _MIN_SYLLABIC
            and short.folded not in long.words
            and _syllabic(short.folded, long.words)
        ):
            return alike(0.75, "made of the first syllables of the full name")
    return None


def _syllabic(short: str, words: Words) -> bool:
    """Whether `short` is the beginnings of two or more of `words`, in order and from the first, as in `Comelec`."""
    if len(short) < _MIN_SYLLABIC:
        return False
    ends = {0: 0}
    for number, word in enumerate(words):
        if number and len(ends) == 1 and 0 in ends:
            return False
        for at, used in list(ends.items()):
            for size in range(1, min(len(word) - 1, len(short) - at, _SYLLABLE) + 1):
                if short[at : at + size] == word[:size]:
                    ends[at + size] = max(ends.get(at + size, 0), used + 1)
    return _MIN_SYLLABLES <= ends.get(len(short), 0) <= len(short) // 2


def _bag(words: Words, tables: NameTables) -> frozenset[str]:
    return frozenset(w for w in words if w not in tables.link)


def _remainder(short: Words, long: Words) -> Words | None:
    """What `long` has beside `short`, if `short` stands in it word by word without a gap."""
    start = _place(short, long)
    return None if start < 0 else long[:start] + long[start + len(short) :]


def _place(short: Words, long: Words) -> int:
    """The number of the word of `long` from which on `short` stands in it; -1 where it does not."""
    return next((i for i in range(len(long) - len(short) + 1) if long[i : i + len(short)] == short), -1)


def _shortened(short: Words, extra: Words, long: Words, tables: NameTables) -> Likeness:
    extra = tuple(w for w in extra if w not in tables.legal)
    front = long[: len(short)] == short
    if " ".join(short) in tables.head:
        return _head(short, long, tables)
    if extra and (set(extra) <= tables.implied | tables.group or not strip_back(list(extra), tables.group)):
        return alike(0.92, "short form of the full name")
    if set(short) <= tables.trade | tables.link | tables.place_kind or " ".join(short) in tables.regions:
        return alike(0.2, "words that many names share")
    if found := _part(short, extra, long, tables):
        return found
    if set(extra) <= tables.trade | tables.head | tables.link or " ".join(extra) in tables.regions:
        return _without_trade(extra, front, tables)
    if front and _ends_in(extra, tables.head - tables.trade):
        return alike(0.2, f"the whole of which {' '.join(long).title()} is a part")
    if long[: _place(short, long)][-1:] in _GOVERN:
        return alike(_INSIDE, f"what {' '.join(long).title()} is for")
    return alike(_FRONT if front else _BACK, "short form of the full name")


def _part(short: Words, extra: Words, long: Words, tables: NameTables) -> Likeness | None:
    """A wing of a party, a body that bears its country, a branch abroad, a unit."""
    if short[-1] == long[-1] in tables.implied and " ".join(extra) not in tables.regions:
        return alike(_INSIDE, f"the whole of which {' '.join(long).title()} is a part")
    if long[: len(short)] != short:
        return None
    if extra[:1] == ("of",) and short[-1] in tables.head and " ".join(extra[1:]) in tables.regions:
        return alike(_BRANCHLESS, "the full name without its country")
    if _ends_in(extra, tables.regions):
        return alike(0.2, f"the whole of which {' '.join(long).title()} is a part")
    if len(extra) > 1 and extra[0] in tables.station:
        return alike(_INSIDE, f"the whole of which {' '.join(long).title()} is a part")
    if extra[:1] == ("and",) or _ends_in(extra, tables.unit):
        return alike(0.5, f"may be the whole of which {' '.join(long).title()} is a part")
    return None


def _head(short: Words, long: Words, tables: NameTables) -> Likeness:
    """A head that many names share: alone it stands for a name that ends with it or goes on with `of`."""
    behind = tuple(w for w in long[_place(short, long) + len(short) :] if w not in tables.legal)
    if not behind or behind[0] in tables.link:
        return alike(WEAK, "head of the full name")
    return alike(_INSIDE, f"the whole of which {' '.join(long).title()} is a part")


def _without_trade(extra: Words, front: bool, tables: NameTables) -> Likeness:
    """A name without the words for its business, which stand behind it: the `Financial` of a paper tells it apart."""
    if set(extra) <= tables.trade:
        return alike(0.85 if front else 0.75 if set(extra) <= tables.head else _BACK, "short form of the full name")
    return alike(0.75, "short form of the full name")


def _ends_in(words: Words, names: frozenset[str]) -> bool:
    return any(" ".join(words[-size:]) in names for size in (1, 2) if len(words) >= size)


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _variant(a: Name, b: Name, tables: NameTables) -> Likeness:
    if len(a.words) != len(b.words):
        return apart("different names")
    if len(a.words) == 1 and any(
        _plural(x) == y and x.endswith("y") for x, y in (a.words + b.words, b.words + a.words)
    ):
        return alike(_PLURAL, "plural")
    pairs = [(x, y) for x, y in zip(a.words, b.words, strict=True) if x != y]
    if all(is_variant(x, y) for x, y in pairs):
        return alike(_VARIANT, "spelling variant")
    if len(a.words) > 1 and all(is_variant(x, y) or _abbreviates(x, y, tables) for x, y in pairs):
        return alike(0.8, "abbreviation")
    return apart("different names")


def _abbreviates(a: str, b: str, tables: NameTables) -> bool:
    """Whether one word is the other's plural, its beginning (`lib`) or its ends (`dept`).

    A word for a trade or a unit is a word of its own: `Tarn News` is not Tarn Networks.
    """
    short, long = sorted((a, b), key=len)
    if short in tables.trade | tables.unit and long != short + "s":
        return False
    stem = short.rstrip("s")
    if len(stem) < 3:
        return False
    rest = iter(long)
    half = len(stem) <= len(long) // 2
    ends = short[:2] == long[:2] and short[-1] == long[-1] and all(c in rest for c in short)
    return long == short + "s" or (half and (ends or long.startswith(stem)))


def compare_things(a: Name, b: Name, tables: NameTables) -> Likeness:
    """Products and events: the same words, or a shorter form that agrees in its numbers."""
    if a.numbers != b.numbers:
        return apart("different numbers")
    if found := _acronym(a, b):
        return found
    if bare_letters(a.text) == bare_letters(b.text):
        return alike(0.95, "same letters")
    if a.family is Family.EVENT and _bag(a.words, tables) == _bag(b.words, tables):
        return alike(0.95, "same words in another order")
    short, long = _by_length(a, b)
    extra = _remainder(short.words, long.words)
    if extra is None:
        return _variant(a, b, tables)
    if " ".join(short.words) in tables.head or (a.family is Family.EVENT and len(short.words) == 1):
        return alike(WEAK, "head of the full name")
    return alike(0.6, "short form of the full name")
