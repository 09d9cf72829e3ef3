"""Which noun phrases of a text mean the same thing, entity or not: `a vaccine` ... `the vaccine` ... `it`.

The reader joins the pronouns and descriptions of what it knows as entities with one look at all pairs of them; things
are too many for that. They are joined here by their heads and by the trees, in order: each phrase to the likeliest of
those before it (a mention-ranking model, Denis & Baldridge 2008), with two logistic functions whose weights are in the
reader's `meta.json`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Any

from kg.model import Analysis, Mention, MentionKind
from kg.nlp.phrases import PRONOUNS, Phrase, phrases

Features = Mapping[str, float]

THING = "Thing"
"""Type of the mentions that stand for no entity."""
_NOUNS = 8
"""Phrases with its head, nearest first, that a noun may go back to."""
_NEAREST, _SENTENCES = 25, 3
"""How many phrases, and sentences, a pronoun may go back over."""
_PLACES = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "nmod", "compound", "conj", "root", "appos"})


@dataclass(frozen=True, slots=True)
class Ranking:
    """How likely a phrase means what an earlier one means: a logistic function of the features of the two."""

    weights: Mapping[str, float]
    bias: float
    least: float
    """Probability from which on the two are joined."""

    def chance(self, features: Features) -> float:
        """The probability that two phrases with these features mean the same."""
        logit = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))


@dataclass(frozen=True, slots=True)
class Rankings:
    """The two functions: for phrases with a noun, and for pronouns."""

    noun: Ranking
    pronoun: Ranking

    @classmethod
    def of(cls, meta: Mapping[str, Mapping[str, Any]]) -> Rankings:
        """The two as the weights' `meta.json` has them."""
        return cls(Ranking(**meta["noun"]), Ranking(**meta["pronoun"]))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier phrase that a phrase may go back to."""

    phrase: Phrase
    rank: int
    """How many other candidates are nearer."""
    rivals: int
    """How many other candidates there are."""
    is_joined: bool
    """Whether the reader joined the candidate to another of its mentions."""


def chains(analysis: Analysis, rankings: Rankings) -> tuple[Mention, ...]:
    """Every noun phrase of a text as a mention, in order; those with the same chain mean the same thing.

    The reader's own mentions keep their chains but where they stand alone in one and join another; adjectives that
    mean a country are left out. What the reader did not mark is of type `THING`.
    """
    found = phrases(analysis)
    sizes = Counter(mention.chain for mention in analysis.mentions)
    fresh = count(max(sizes, default=-1) + 1)
    numbers: dict[Phrase, int] = {}
    for phrase, earlier in candidates(found, sizes):
        antecedent = _antecedent(phrase, earlier, rankings)
        if antecedent is not None:
            numbers[phrase] = numbers[antecedent]
        else:
            numbers[phrase] = phrase.mention.chain if phrase.mention else next(fresh)
    return tuple(_mention(analysis, phrase, numbers[phrase]) for phrase in found)


def _antecedent(phrase: Phrase, earlier: Sequence[Candidate], rankings: Rankings) -> Phrase | None:
    """The likeliest antecedent, if one is likely enough."""
    ranking = rankings.pronoun if phrase.is_pronoun else rankings.noun
    chances = [(ranking.chance(features(phrase, one)), -one.rank, one.phrase) for one in earlier]
    best = max(chances, key=lambda chance: chance[:2], default=None)
    return best[2] if best and best[0] >= ranking.least else None


def candidates(found: Sequence[Phrase], sizes: Mapping[int, int]) -> Iterator[tuple[Phrase, list[Candidate]]]:
    """Each phrase with those before it that it may go back to; none for what the reader already joined.

    `sizes` are the numbers of mentions of the reader's chains. Two names are never joined here: names know better.
    """
    same_head: dict[str, list[Phrase]] = defaultdict(list)
    for place, phrase in enumerate(found):
        is_settled = _is_joined(phrase, sizes)
        if phrase.is_pronoun:
            earlier = () if is_settled else _near(found, place)
        else:
            known = same_head[phrase.lemma]
            may_be = (one for one in reversed(known) if not (phrase.is_name and one.is_name))
            earlier = () if is_settled else tuple(islice(may_be, _NOUNS))
            known.append(phrase)
        rivals = len(earlier) - 1
        yield phrase, [Candidate(one, rank, rivals, _is_joined(one, sizes)) for rank, one in enumerate(earlier)]


def _is_joined(phrase: Phrase, sizes: Mapping[int, int]) -> bool:
    """Whether the reader joined a phrase to another of its mentions."""
    return phrase.mention is not None and sizes[phrase.mention.chain] > 1


def _near(found: Sequence[Phrase], place: int) -> tuple[Phrase, ...]:
    phrase = found[place]
    before = (found[earlier] for earlier in range(place - 1, -1, -1))
    apart = (one for one in before if not one.span.overlaps(phrase.span))
    near = (one for one in islice(apart, _NEAREST) if phrase.sentence - one.sentence <= _SENTENCES)
    return tuple(near)


def features(phrase: Phrase, candidate: Candidate) -> dict[str, float]:
    """What tells whether a phrase means what an earlier one means, by name."""
    shared = _shared(phrase, candidate)
    if phrase.is_pronoun:
        points = PRONOUNS[phrase.words]
        return shared | {f"{points} {name}": value for name, value in (shared | {"": 1.0}).items()}
    return shared | _of_nouns(phrase, candidate.phrase)


def _shared(phrase: Phrase, candidate: Candidate) -> dict[str, float]:
    """Features of all pairs."""
    earlier = candidate.phrase
    named = {
        "rank": math.log1p(candidate.rank),
        "rivals": math.log1p(candidate.rivals),
        "sentences": math.log1p(abs(phrase.sentence - earlier.sentence)),
        "words between": math.log1p(abs(phrase.head.i - earlier.head.i)),
        f"earlier {earlier.determiner}": 1.0,
        f"earlier as {_place(earlier)}": 1.0,
        f"as {_place(phrase)}": 1.0,
    }
    flags = {
        "same sentence": phrase.sentence == earlier.sentence,
        "same verb": phrase.head.head.lemma_ == earlier.head.head.lemma_,
        "same place": phrase.head.dep_ == earlier.head.dep_,
        "earlier plural": earlier.is_plural,
        "earlier joined": candidate.is_joined,
        "earlier marked": earlier.mention is not None,
        "earlier a name": earlier.is_name,
        "earlier a person": earlier.mention is not None and earlier.mention.type == "Person",
        "earlier proper": earlier.head.pos_ == "PROPN",
        "same words": phrase.words == earlier.words,
        f"earlier {PRONOUNS.get(earlier.words, 'noun')}": True,
    }
    return named | {name: 1.0 for name, is_so in flags.items() if is_so}


def _of_nouns(phrase: Phrase, earlier: Phrase) -> dict[str, float]:
    """Features of two phrases with the same noun as head."""
    both = phrase.modifiers & earlier.modifiers
    flags = {
        phrase.determiner: True,
        f"head {phrase.lemma}": True,
        f"{phrase.determiner} after {earlier.determiner}": True,
        "same number": phrase.is_plural == earlier.is_plural,
        "plural": phrase.is_plural,
        "no new modifiers": phrase.modifiers <= earlier.modifiers,
        f"{phrase.determiner}, no new modifiers": phrase.modifiers <= earlier.modifiers,
        "same modifiers": phrase.modifiers == earlier.modifiers,
        "other modifiers": bool(phrase.modifiers and earlier.modifiers and not both),
        "same owner": bool(phrase.owner) and phrase.owner == earlier.owner,
        "other owner": bool(phrase.owner and earlier.owner) and phrase.owner != earlier.owner,
        "new owner": bool(phrase.owner) and not earlier.owner,
        "complement": bool(phrase.complement),
        "earlier complement": bool(earlier.complement),
        "same complement": bool(phrase.complement) and phrase.complement == earlier.complement,
        "other complement": bool(phrase.complement and earlier.complement) and phrase.complement != earlier.complement,
        "marked": phrase.mention is not None,
        "a name": phrase.is_name,
    }
    counts = {"modifiers": float(len(phrase.modifiers)), "earlier modifiers": float(len(earlier.modifiers))}
    return counts | {name: 1.0 for name, is_so in flags.items() if is_so}


def _place(phrase: Phrase) -> str:
    """Its grammatical relation to the word that it hangs on."""
    return str(phrase.head.dep_) if phrase.head.dep_ in _PLACES else "other"


def _mention(analysis: Analysis, phrase: Phrase, chain: int) -> Mention:
    if phrase.mention:
        return replace(phrase.mention, chain=chain)
    span = phrase.span
    kind = MentionKind.PRONOUN if phrase.is_pronoun else MentionKind.DESCRIPTION
    return Mention(analysis.document.id, span, analysis.document.text[span.start : span.end], kind, THING, chain)
