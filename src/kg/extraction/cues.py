"""Cue files (`ontology/cues/RELATION.toml`), checked and typed; `README.md` beside them explains how to write one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.errors import OntologyError
from kg.model import ValueKind
from kg.ontology import Ontology

DEFAULT_SCORE = 0.9
"""Confidence of a cue that names none: given the corpus' own mentions, more than 9 of 10 surface matches hold."""
SLOTS = frozenset({"subject", "object", "title", "amount", "date", "startDate", "endDate", "other"})
_SLOT = re.compile(r"\{(\w+)(?::([\w|]+))?(\+)?\}(\?)?")


@dataclass(frozen=True, slots=True)
class Word:
    """One of some words, as written (lower case) or as lemma."""

    words: frozenset[str]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A mention, a value or a post."""

    role: str
    types: tuple[str, ...] = ()
    """Classes or value kinds that fit, of a post the words that it may end in; empty: what the relation allows."""
    listed: bool = False
    """Whether it may be a list (`A, B and C`), each of which fills the slot."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `most` words that are no name and no punctuation."""

    most: int = 4
    plain: bool = False
    """Whether it also ends at a preposition and at a possessor, as the words before a noun do."""


Element = Word | Slot | Gap


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of words and slots inside a sentence."""

    relation: str
    elements: tuple[Element, ...]
    score: float
    status: str
    needs: tuple[frozenset[str], ...]
    """Of each of these sets a sentence must hold a word for the pattern to match at all."""
    unnamed: bool = False
    """Whether it has no `{subject}`: an authority that the words leave open acts."""
    named: str = ""
    """The slot, `subject` or `object`, that only what the text names may fill, not what it only describes."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A verb or noun whose dependents are the two ends; `paths` are explained in `trees.py`."""

    relation: str
    lemmas: frozenset[str]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    score: float
    status: str
    unnamed: bool
    """Whether a fact with no acting side in the text is kept (an authority that stays unnamed)."""


@dataclass(frozen=True, slots=True)
class Cues:
    """All cue files of an ontology, in the order of the relations' names."""

    patterns: tuple[Pattern, ...]
    verbs: tuple[Trigger, ...]
    nouns: tuple[Trigger, ...]


@lru_cache(maxsize=4)
def compile_cues(ontology: Ontology) -> Cues:
    """The ontology's cues, compiled once per ontology; OntologyError names the file and the entry at fault."""
    patterns: list[Pattern] = []
    verbs: list[Trigger] = []
    nouns: list[Trigger] = []
    for relation, table in sorted(ontology.cues.items()):
        words = table.get("words", {})
        patterns += [_pattern(relation, entry, words) for entry in table.get("pattern", ())]
        verbs += [_trigger(relation, entry, ("agent", "patient")) for entry in table.get("verb", ())]
        nouns += [_trigger(relation, entry, ("poss", "self")) for entry in table.get("noun", ())]
    _check_types(patterns, {*ontology.classes, *ValueKind})
    _check_statuses([*patterns, *verbs, *nouns], ontology)
    return Cues(tuple(patterns), tuple(verbs), tuple(nouns))


def _check_statuses(cues: Iterable[Pattern | Trigger], ontology: Ontology) -> None:
    """OntologyError where a cue states a status that its relation does not take."""
    for cue in cues:
        allowed = ontology.relations[cue.relation].statuses
        if cue.status and cue.status not in allowed:
            expected = f"one of {', '.join(allowed)}" if allowed else "none, since the relation takes none"
            raise OntologyError(f"cues/{cue.relation}.toml: got status = {cue.status!r}; expected {expected}")


def _pattern(relation: str, entry: Mapping[str, Any], words: Mapping[str, Sequence[str]]) -> Pattern:
    text = _text(relation, entry, "text")
    elements = tuple(_element(relation, part, words) for part in text.split())
    roles = {element.role for element in elements if isinstance(element, Slot)}
    unnamed = bool(entry.get("unnamed", False))
    if not ({"object"} if unnamed else {"subject", "object"}) <= roles:
        raise OntologyError(
            f"cues/{relation}.toml: pattern {text!r} lacks {{subject}} or {{object}}; a pattern needs both"
        )
    needs = tuple(element.words for element in elements if isinstance(element, Word) and not element.optional)
    named = str(entry.get("named", ""))
    if named not in ("", "subject", "object"):
        raise OntologyError(f"cues/{relation}.toml: got named = {named!r}; expected 'subject' or 'object'")
    return Pattern(relation, elements, _score(relation, entry), str(entry.get("status", "")), needs, unnamed, named)


def _element(relation: str, part: str, words: Mapping[str, Sequence[str]]) -> Element:
    if part in ("*", "~"):
        return Gap(plain=part == "~")
    if found := _SLOT.fullmatch(part):
        role, types, listed, optional = found.groups()
        if role not in SLOTS:
            raise OntologyError(f"cues/{relation}.toml: slot {part!r}; expected one of {', '.join(sorted(SLOTS))}")
        return Slot(role, tuple(types.split("|")) if types else (), bool(listed), bool(optional))
    optional = part.endswith("?") and part != "?"
    chosen: list[str] = []
    for word in part.removesuffix("?").split("|"):
        if word.startswith("<") and word.endswith(">"):
            if word[1:-1] not in words:
                raise OntologyError(
                    f"cues/{relation}.toml: {word} is used but [words] has no {word[1:-1]!r}; add the list"
                )
            chosen += words[word[1:-1]]
        else:
            chosen.append(word)
    return Word(frozenset(word.lower() for word in chosen), optional)


def _check_types(patterns: Sequence[Pattern], known: Collection[str]) -> None:
    """OntologyError where a slot asks for a class or a kind of value that does not exist: nothing would ever fit."""
    for pattern in patterns:
        for slot in pattern.elements:
            for name in slot.types if isinstance(slot, Slot) and slot.role != "title" else ():
                if name not in known:
                    raise OntologyError(
                        f"cues/{pattern.relation}.toml: a slot asks for {name!r}; expected a class of kg.ttl or one of "
                        f"{', '.join(ValueKind)}"
                    )


def _trigger(relation: str, entry: Mapping[str, Any], default: tuple[str, str]) -> Trigger:
    lemmas = entry.get("lemmas")
    if not isinstance(lemmas, list) or not lemmas:
        raise OntologyError(
            f"cues/{relation}.toml: got lemmas = {lemmas!r}; expected a list such as ['buy', 'take over']"
        )
    return Trigger(
        relation,
        frozenset(str(lemma).lower() for lemma in lemmas),
        _paths(entry.get("subject", default[0])),
        _paths(entry.get("object", default[1])),
        _score(relation, entry),
        str(entry.get("status", "")),
        bool(entry.get("unnamed", False)),
    )


def _paths(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _text(relation: str, entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise OntologyError(
            f"cues/{relation}.toml: got {name} = {value!r}; expected words and slots: '{{subject}} bought {{object}}'"
        )
    return value


def _score(relation: str, entry: Mapping[str, Any]) -> float:
    score = entry.get("score", DEFAULT_SCORE)
    if not isinstance(score, int | float) or not 0 < score <= 1:
        raise OntologyError(f"cues/{relation}.toml: got score = {score!r}; expected a number above 0 and at most 1")
    return float(score)
