"""The things that one document speaks of: its chains of mentions, with what it says of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Claim, Extraction, Mention, MentionKind
from kg.names import Name, Namer, fold, plain

if TYPE_CHECKING:
    from kg.ontology import Ontology

Place = tuple[str, int]
"""A document's id and a chain in it."""
UNNAMED = "unnamed authority"
EVENT = "Event"
_SHORT = 4
"""Letters of a name in capitals that may be no more than an acronym."""
_LONG = 8
"""Words beyond which a longer name tells no more."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One thing of one document."""

    place: Place
    type: str
    names: tuple[tuple[str, int], ...]
    """Each name as written and how often, sorted; empty for an unnamed authority."""
    forms: frozenset[Name]
    best: Name
    """The fullest of `forms`."""
    described: str = ""
    """Of an unnamed authority: the words that describe it, or nothing."""
    local: bool = False
    """Whether it has no name that another document could mean it by: an unnamed authority, a described event."""


def read_chains(extraction: Extraction, namer: Namer, ontology: Ontology) -> list[Chain]:
    """The named chains of a document, its unnamed authorities and its described events, by chain number."""
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for mention in {*extraction.mentions, *_ends(extraction.claims)}:
        mentions[mention.chain].append(mention)
    ends = {mention.chain for mention in _ends(extraction.claims)}
    subjects = {claim.subject.chain for claim in extraction.claims}
    chains = (_chain(mentions[n], namer, ontology, (n in subjects, n in ends)) for n in sorted(mentions))
    return [chain for chain in chains if chain is not None]


def _ends(claims: Iterable[Claim]) -> Iterator[Mention]:
    for claim in claims:
        yield claim.subject
        if isinstance(claim.object, Mention):
            yield claim.object


def _chain(mentions: Sequence[Mention], namer: Namer, ontology: Ontology, acts: tuple[bool, bool]) -> Chain | None:
    """The chain of some mentions; `acts` says whether it is a subject of a claim, and whether it is an end of one."""
    named = [m for m in mentions if m.kind is MentionKind.NAME and plain(m.text)]
    if any(m.type != EVENT or not m.text.islower() for m in named):
        return _named(named, namer, ontology)
    described = [m for m in mentions if m.kind is MentionKind.DESCRIPTION and plain(m.text)]
    authorities = [m for m in described if ontology.is_a(m.type, "GovernmentAgency")]
    if authorities and acts[0]:
        return _unnamed(authorities, namer, ontology)
    events = [m for m in (*named, *described) if m.type == EVENT]
    return _event(events, namer) if events and acts[1] else None


def _event(mentions: Sequence[Mention], namer: Namer) -> Chain:
    """An event that has no name, by the fullest of its descriptions: `annual symposium`."""
    counts = Counter(fold(m.text, namer.tables) for m in mentions)
    forms = frozenset(namer.parse(text, EVENT) for text in counts)
    best = fullest(forms, {text: (1, count) for text, count in counts.items()})
    place = (mentions[0].document, mentions[0].chain)
    return Chain(place, EVENT, tuple(sorted(counts.items())), forms, best, local=True)


def _named(named: Sequence[Mention], namer: Namer, ontology: Ontology) -> Chain:
    cls = vote(Counter(_weights(named)), ontology)
    counts = Counter(m.text for m in named)
    forms = frozenset(namer.parse(text, cls) for text in counts)
    best = fullest(forms, {text: (1, count) for text, count in counts.items()})
    return Chain((named[0].document, named[0].chain), cls, tuple(sorted(counts.items())), forms, best)


def _unnamed(mentions: Sequence[Mention], namer: Namer, ontology: Ontology) -> Chain:
    cls = vote(Counter(_weights(mentions)), ontology)
    texts = {fold(m.text, namer.tables) for m in mentions}
    telling = [t for t in texts if " " in t or t.rstrip("s") in namer.tables.head]
    described = max(telling, key=lambda text: (len(text), text), default="")
    name = namer.parse(f"{UNNAMED} {described}".strip(), cls)
    return Chain(
        (mentions[0].document, mentions[0].chain), cls, (), frozenset({name}), name, described or UNNAMED, True
    )


def _weights(mentions: Iterable[Mention]) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)
    for mention in sorted(mentions, key=lambda m: (m.span, m.type)):
        weights[mention.type] += mention.score
    return weights


def vote(weights: Mapping[str, float], ontology: Ontology) -> str:
    """The class with most weight, where what was said for a class also speaks for each class below it."""
    total = {cls: sum(w for other, w in sorted(weights.items()) if ontology.is_a(cls, other)) for cls in weights}
    depth = {cls: sum(ontology.is_a(cls, other) for other in ontology.classes) for cls in weights}
    return min(weights, key=lambda cls: (-round(total.get(cls, weights[cls]), 6), -depth[cls], cls))


def is_shouted(text: str) -> bool:
    """Whether a name is in capitals only and too long for an acronym: `REDMOND`."""
    return text.isupper() and len(text) > _SHORT


def fullest(forms: Iterable[Name], seen: Mapping[str, tuple[int, int]]) -> Name:
    """The form that tells most: no acronym, not in capitals only, of most words, seen in most documents."""

    def rank(name: Name) -> tuple[bool, bool, bool, int, bool, tuple[int, int], str]:
        demonym = bool(name.country or name.area) and name.key != name.folded.replace(" ", "")
        suffixed = len(plain(name.text).split()) > len(name.words)
        often = seen.get(name.text, (0, 0))
        length = min(len(name.words), _LONG)
        return (not demonym, not name.acronym, not is_shouted(name.text), length, not suffixed, often, name.text)

    return max(forms, key=rank)
