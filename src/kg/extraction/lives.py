"""When something began: not on the day of what it did otherwise."""

from __future__ import annotations

from kg.extraction.modality import verb_above
from kg.extraction.reading import PATTERNS, Item, Reading
from kg.extraction.trees import lemma_of, understood_subjects
from kg.model import Claim, Mention, Value

_BEGINNINGS = frozenset({"begin", "start", "commence"})
"""Verbs of which the object is only what a body began with: `started life`, `began trading`."""


def is_of_another_deed(claim: Claim, reading: Reading) -> bool:
    """Whether the model has a body begin on a day on which it did something else: `opened its store in 2003`.

    One of 142 bodies that a date of the corpus follows so began with what it did then; that was its `first` of a kind.
    """
    if claim.predicate != "foundedOn" or claim.evidence.extractor == PATTERNS or not isinstance(claim.object, Value):
        return False
    verb = verb_above(reading, claim.object)
    if verb is None or lemma_of(verb) in _BEGINNINGS or _word_before(claim.object, reading) == "since":
        return False
    does = any(_is_at(token.i, claim.subject, reading) for token in understood_subjects(verb))
    things = [child for child in verb.children if child.dep_ == "obj"]
    return does and any(
        not _is_at(thing.i, claim.subject, reading) and not any(child.lower_ == "first" for child in thing.children)
        for thing in things
    )


def _word_before(item: Item, reading: Reading) -> str:
    first = reading.tokens_of(item.span)[0]
    return reading.lower[first - 1] if first else ""


def _is_at(token: int, mention: Mention, reading: Reading) -> bool:
    """Whether a word is the head of a mention of the same thing."""
    return any(isinstance(item, Mention) and item.chain == mention.chain for item in reading.headed.get(token, ()))
