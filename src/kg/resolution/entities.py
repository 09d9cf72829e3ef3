"""Clusters of chains made into entities: name, class, aliases, id, and why its names are one."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Entity, Merge
from kg.names import Family, Name, Namer, fold, plain
from kg.resolution.chains import UNNAMED, Place, fullest, is_shouted, vote
from kg.resolution.clusters import Cluster

if TYPE_CHECKING:
    from kg.ontology import Ontology

_DIGITS = 6
_WORD = re.compile(r"[^\W\d_]+(?:['’]\w+)?")
_IN_TEXT = "the text uses both for one thing"


@dataclass(frozen=True, slots=True)
class Draft:
    """An entity that has no id yet."""

    slug: str
    type: str
    name: str
    aliases: tuple[str, ...]
    documents: tuple[str, ...]
    merges: tuple[Merge, ...]
    places: tuple[Place, ...]


def make_entities(clusters: Iterable[Cluster], namer: Namer, ontology: Ontology) -> dict[Place, Entity]:
    """The entity of each chain; ids are unique and say the name, then the class, then where it was first seen."""
    drafts = [draft_of(item, namer, ontology) for item in clusters]
    by_slug: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_slug[draft.slug].append(draft)
    entities: dict[Place, Entity] = {}
    taken: set[str] = set()
    for slug, same in sorted(by_slug.items()):
        ids = name_all(slug, [(draft.type, draft.places[0]) for draft in same], taken.__contains__)
        taken.update(ids)
        for draft, id_ in zip(same, ids, strict=True):
            entity = Entity(id_, draft.type, draft.name, draft.aliases, draft.documents, draft.merges)
            entities.update(dict.fromkeys(draft.places, entity))
    return entities


def name_all(slug: str, same: Sequence[tuple[str, Place]], taken: Callable[[str], bool]) -> list[str]:
    """The ids of the things of one slug, each given by its class and first place; sorted by place.

    `taken` tells which ids things of slugs that sort before this one have.
    """
    found: list[str] = []
    for (_, place), id_ in zip(same, _ids(slug, same), strict=True):
        found.append(f"{id_}-{_hash(*map(str, place))}" if id_ in found or taken(id_) else id_)
    return found


def draft_of(item: Cluster, namer: Namer, ontology: Ontology) -> Draft:
    documents = tuple(sorted({document for document, _ in item.places}))
    places = tuple(item.places)
    if item.described:
        name = UNNAMED if item.described == UNNAMED else f"{UNNAMED} ({item.described})"
        return Draft(f"{_slug(name)}-{_hash(documents[0])}", item.subject.type, name, (), documents, (), places)
    cls = vote(item.types, ontology)
    best = fullest(item.subject.forms, item.names)
    name = best.country or best.area or _written(best, item.names)
    aliases = tuple(sorted(set(item.names) - {name}))
    merges = _merges(aliases, namer.parse(name, cls), item, namer)
    home = f"-{_hash(item.home)}" if item.home else ""
    return Draft(_slug(fold(name, namer.tables)) + home, cls, name, aliases, documents, merges, places)


def _written(name: Name, counts: Mapping[str, tuple[int, int]]) -> str:
    """The name, in mixed case if it is written so anywhere, or if it is a place's, which datelines shout: `REDMOND`."""
    text = name.text
    if not text.isupper():
        return text
    same = [t for t in counts if plain(t) == plain(text) and not t.isupper()]
    if same:
        return max(same, key=lambda t: (counts[t], t))
    is_place = name.family is Family.PLACE
    return _WORD.sub(lambda word: word[0].capitalize(), text) if is_place and is_shouted(text) else text


def _merges(aliases: Iterable[str], name: Name, item: Cluster, namer: Namer) -> tuple[Merge, ...]:
    """A reason for every name but the first, and for every other thing that was joined."""
    best: dict[tuple[str, str], Merge] = {}
    for merge in [*(_alias(text, name, namer, item.subject.type) for text in aliases), *item.merges]:
        key = (merge.name, merge.other)
        if key not in best or (-merge.score, merge.reasons) < (-best[key].score, best[key].reasons):
            best[key] = merge
    return tuple(best[key] for key in sorted(best))


def _alias(text: str, name: Name, namer: Namer, cls: str) -> Merge:
    found = namer.compare(namer.parse(text, cls), name)
    if found.score > 0:
        return Merge(text, name.text, found.score, found.reasons)
    return Merge(text, name.text, 1.0, (_IN_TEXT,))


def _ids(slug: str, same: Sequence[tuple[str, Place]]) -> list[str]:
    if len(same) == 1:
        return [slug]
    types = Counter(cls for cls, _ in same)
    ids = [f"{slug}-{cls.lower()}" for cls, _ in same]
    return [
        id_ if types[cls] == 1 else f"{id_}-{_hash(*map(str, place))}"
        for id_, (cls, place) in zip(ids, same, strict=True)
    ]


def _slug(name: str) -> str:
    return plain(name).replace(" ", "-") or f"x-{_hash(name)}"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGITS]
