"""Texts as the shipped reader sees them, in the form of annotated passages: marks without facts.

Texts that are annotated with only a few things can so be trained on without teaching that the rest is nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path

import labels
from corpus import Mark, Passage
from gold import plain_document
from kg.model import Analysis, Mention, MentionKind, Value, ValueKind
from kg.nlp import Analyzer

CACHE = Path(__file__).parent / "data" / "silver"
"""What `silvers` has read, a file a set of weights; it may be deleted."""
PERSONAL = frozenset(
    "he him his she her hers it its they them their theirs i me my mine we us our ours you your yours".split()
    + "himself herself itself themselves myself ourselves who whose whom which that where one".split()
)
"""Words that may be pronouns."""
HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sir|Prof|Rev|Hon)\.?")
INITIAL = re.compile(r"[A-Z]\.")
BARE = frozenset({"today", "yesterday", "tomorrow", "tonight"})
"""Small words that are dates by themselves."""
ORPHANS = {
    (MentionKind.DESCRIPTION, "Person"): "DescPerson",
    (MentionKind.DESCRIPTION, "Organization"): "DescOrg",
    (MentionKind.DESCRIPTION, "Place"): "DescPlace",
    (MentionKind.DESCRIPTION, "Event"): "DescThing",
    (MentionKind.PRONOUN, "Person"): "PronPerson",
    (MentionKind.PRONOUN, "Organization"): "PronThing",
}
"""Kinds of the references that stand for nothing named: those of the tagger itself."""
SHORT = {MentionKind.DESCRIPTION: "desc", MentionKind.PRONOUN: "pron"}


def silver(text: str, analyzer: Analyzer) -> Passage:
    """The text with what the reader marks in it: names, descriptions and pronouns by chain, and values."""
    return Passage("silver", text, tidied(text, _marks(text, analyzer)))


def _marks(text: str, analyzer: Analyzer) -> list[Mark]:
    """The marks of a text as the reader gives them."""
    return passage_of(next(analyzer.analyze([plain_document("silver", text)]))).marks


def tidied(text: str, marks: list[Mark]) -> list[Mark]:
    """The marks, less names in small letters and bare titles, with dates and initials that were cut in two as one."""
    kept: list[Mark] = []
    for mark in marks:
        words = text[mark.start : mark.end]
        if mark.kind in labels.CLASSES and (words.islower() or HONORIFIC.fullmatch(words)):
            continue
        before = kept[-1] if kept else None
        if before and _is_cut(text, before, mark):
            kept[-1] = replace(before, end=mark.end, kind=mark.kind)
        else:
            kept.append(mark)
    return kept


def _is_cut(text: str, one: Mark, other: Mark) -> bool:
    """Whether two neighbours are parts of one date (`May 3`, `2019`) or of one name (`A.`, `F. Lund`)."""
    between = text[one.end : other.start]
    if one.kind == other.kind == "Date":
        return between in (", ", " ") and text[other.start : other.end].isdigit()
    named = one.kind in labels.CLASSES and other.kind == "Person"
    initials = INITIAL.match(text, other.start) or INITIAL.fullmatch(text, one.start, one.end)
    return named and between in ("", " ") and initials is not None


def passage_of(analysis: Analysis) -> Passage:
    """The mentions of an analysis as marks of things `e1`, `e2` ..., its dates and amounts as marks of `v1`, `v2` ...

    What is plainly no pronoun, date or amount is left out, and so are titles and reasons, which mean nothing alone.
    """
    named = {mention.chain for mention in analysis.mentions if mention.kind is MentionKind.NAME}
    sound = (m for m in analysis.mentions if m.kind is not MentionKind.PRONOUN or m.text.lower() in PERSONAL)
    marks = [_mark(mention, mention.chain in named) for mention in sound]
    values = (value for value in analysis.values if _is_value(value))
    marks += [_value_mark(value, number) for number, value in enumerate(values, 1)]
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    return Passage(analysis.document.id, analysis.document.text, marks)


def _mark(mention: Mention, named: bool) -> Mark:
    """A mention as a mark; a reference to something without a name carries its own kind."""
    kind = mention.type if mention.kind is MentionKind.NAME else SHORT[mention.kind]
    if not named:
        kind = ORPHANS.get((mention.kind, mention.type), kind)
    return Mark(mention.span.start, mention.span.end, f"e{mention.chain + 1}", kind)


def _is_value(value: Value) -> bool:
    """Whether it is a date or an amount, and not one small word such as the tagger sometimes takes for one."""
    if value.kind in (ValueKind.TITLE, ValueKind.REASON):
        return False
    return not value.text.isalpha() or not value.text.islower() or value.text in BARE


def _value_mark(value: Value, number: int) -> Mark:
    return Mark(value.span.start, value.span.end, f"v{number}", str(value.kind).capitalize())


def silvers(texts: Iterable[str], analyzer: Analyzer, cache: Path = CACHE) -> Iterator[Passage]:
    """`silver` of each text, in order; what was read before, with the same weights, comes from the `cache`."""
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / f"{_weights_of(analyzer)}.jsonl"
    known = dict(_lines(path))
    with path.open("a", encoding="utf-8") as file:
        for text in texts:
            key = sha256(text.encode()).hexdigest()
            if key not in known:
                known[key] = _marks(text, analyzer)
                file.write(json.dumps({"key": key, "marks": [asdict(mark) for mark in known[key]]}) + "\n")
                file.flush()
            yield Passage("silver", text, tidied(text, known[key]))


def _weights_of(analyzer: Analyzer) -> str:
    """What tells the weights of an analyzer from others."""
    weights = analyzer.language.get_pipe("kg_reader").weights
    return sha256(json.dumps(weights.meta["sha256"], sort_keys=True).encode()).hexdigest()[:16]


def _lines(path: Path) -> Iterator[tuple[str, list[Mark]]]:
    """Key and marks of each line of a cache that is there."""
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            yield entry["key"], [Mark(**mark) for mark in entry["marks"]]
