"""Whether a text is English: a count of small words and of letters, no model."""

from __future__ import annotations

import re

_ENGLISH_WORDS = (
    "the of and to in a is that for on was it with as be by at from his he has have had are were this will an not but "
    "or which its their they been who said after also would more than about into up over when there out new could she "
    "her we you all one him no if what last other two first"
)
_FOREIGN_WORDS = (
    "der das und ist nicht ein eine mit von den dem des zu auf für im sich auch wird sind "
    "le la les est que une dans pour pas sur avec sont du au ce qui plus par "
    "el los las y un por con una para del se su es lo como más "
    "il di che è per non sono della del nel gli "
    "o os não uma em do da dos das com mais ao "
    "het een van en dat niet zijn voor met aan ook bij "
    "och att det som på är av inte till den og ikke til af jeg "
    "ja on oli ei että kun myös ovat az és hogy nem egy csak volt ez este va o la în pe cu nu "
    "w na nie się jest że do z i je se ve bir bu için da ne yang dan ini dengan untuk của và là"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_SHORT = 20
"""Words; in fewer, the share of small words swings too much to tell."""
_ENGLISH_SHARE = 0.12
"""Of words in lower case. The lowest share in 1,658 news reports is 0.33, in 2,570 short and telegraphic passages 0.13;
in 12 other languages the highest is 0.10, but for Hungarian's 0.16, which its own small words give away."""


def language_of(text: str) -> str:
    """`en`, or `und` where the text does not look like English; a short text gets the benefit of the doubt."""
    sample = text[:_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    latin = sum(character < "\u0250" for character in letters)
    if latin < 0.5 * len(letters):
        return "und"
    words = _WORD.findall(sample)
    words = [word for word in words if word[0].islower()] or [word.lower() for word in words]  # names say little
    english = sum(word in _ENGLISH for word in words)
    foreign = sum(word in _FOREIGN for word in words)
    if foreign >= max(3, english):
        return "und"
    return "und" if len(words) >= _SHORT and english < _ENGLISH_SHARE * len(words) else "en"
