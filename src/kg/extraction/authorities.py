"""Who acts where a text leaves it open: `a fine against the firm`."""

from __future__ import annotations

from kg.extraction.reading import Reading
from kg.model import Mention, MentionKind, Span

NOUNS = frozenset(
    [
        "authorities",
        "authority",
        "court",
        "courts",
        "government",
        "ministry",
        "officials",
        "police",
        "prosecutor",
        "prosecutors",
        "regulator",
        "regulators",
        "tribunal",
        "watchdog",
        "watchdogs",
    ]
)
"""Words for a body with powers of enforcement; without one of them near, no country is taken to act."""
COURTS = frozenset({"court", "courts", "tribunal"})
"""Those of them that do not act in the sentence beside."""
_REACH = 5
"""Words between a country and the word for its authority: `China's powerful antitrust regulator`."""
_NEAR = 2
"""Sentences before and after that may say whose authorities they are."""
UNNAMED_SCORE = 0.6


def acting_authority(reading: Reading, token: int) -> Mention:
    """The country whose authorities the sentence of `token`, or else one near it, speaks of.

    Where there is none: a description of type Regulator in a chain of its own (one a document), over the word for the
    authority or, without one, over `token`; resolution makes it an unnamed authority.
    """
    own = reading.sentence_at(token)
    for first, last in _near_sentences(reading, token):
        nouns = NOUNS if (first, last) == own else NOUNS - COURTS
        if country := _country_with_noun(reading, first, last, nouns):
            return country
    first, last = own
    at = next((number for number in range(first, last) if reading.lower[number] in NOUNS), token)
    span = reading.span(at, at + 1)
    return _known(reading, span) or _unnamed(reading, span)


def _near_sentences(reading: Reading, token: int) -> list[tuple[int, int]]:
    own = reading.sentences.index(reading.sentence_at(token))
    order = [own, *(own + step * side for step in range(1, _NEAR + 1) for side in (-1, 1))]
    return [reading.sentences[number] for number in order if 0 <= number < len(reading.sentences)]


def _country_with_noun(reading: Reading, first: int, last: int, words: frozenset[str]) -> Mention | None:
    """The country just before a word for an authority (`China's tech regulator`) or after it (`authorities in China`).

    A sentence that names one country only and speaks of authorities speaks of that country's.
    """
    nouns = [token for token in range(first, last) if reading.lower[token] in words]
    if not nouns:
        return None
    countries = [m for m in reading.items_in(first, last) if isinstance(m, Mention) and _is_country(m)]
    for country in countries:
        start, end = reading.extent[country]
        before = any(end <= noun < end + _REACH for noun in nouns)
        if before or any(noun < start <= noun + 3 for noun in nouns):
            return country
    return countries[0] if len({country.chain for country in countries}) == 1 else None


def _is_country(mention: Mention) -> bool:
    return mention.type == "Country" and mention.kind is MentionKind.NAME


def _known(reading: Reading, span: Span) -> Mention | None:
    """The description at `span`, if the analysis holds one that no name in the document shares."""
    fitting = (
        mention
        for mention in reading.analysis.mentions
        if mention.span.covers(span)
        and mention.type in ("Regulator", "GovernmentAgency")
        and mention.chain not in reading.named_chains
    )
    return next(fitting, None)


def _unnamed(reading: Reading, span: Span) -> Mention:
    document = reading.analysis.document
    chain = max((mention.chain for mention in reading.analysis.mentions), default=-1) + 1
    text = document.text[span.start : span.end]
    return Mention(document.id, span, text, MentionKind.DESCRIPTION, "Regulator", chain, UNNAMED_SCORE)
