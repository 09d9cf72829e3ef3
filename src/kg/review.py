"""Names put before a person: which are in doubt, and what is decided of them, kept in the store."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import QueryError
from kg.graph.store import Store
from kg.joining import refresh
from kg.model import Entity, Judgement, Meant, Verdict
from kg.names import plain
from kg.resolution import Doubt, find_doubts

AT = "@"
"""Between a name and the only document in which it is meant."""


def undecided(store: Store) -> list[Doubt]:
    """Pairs of names that may be one thing's and that nobody has judged, the most doubtful first."""
    return find_doubts(store.extractions(), store.ontology, store.judgements())


def decide(store: Store, names: tuple[str, str], verdict: Verdict, by: str, at: str) -> Judgement:
    """Keeps what a person decided of two things, and makes the graph follow; the judgement as kept.

    A thing is named by its id, its name or an alias; `NAME@DOCUMENT` means what one document calls so. `at` is an ISO
    time in UTC. QueryError where a name is unknown or several things', or where the texts rule the judgement out.
    """
    entities = store.reading.entities()
    left, right = sorted(_meant(store, name, entities) for name in names)
    left, right = _told_apart(left, right, entities)
    if not store.ontology.fits(left.type, right.type):
        raise QueryError(f"{left.name!r} is a {left.type} and {right.name!r} a {right.type}; nothing can be both")
    judgement = Judgement(left, right, verdict, by, at)
    before = [one for one in store.judgements() if (one.left, one.right) == (left, right)]
    store.judge(judgement)
    _refresh(store)
    if _obeyed(judgement, store.reading.entities()):
        return judgement
    store.unjudge(judgement)
    for one in before:
        store.judge(one)
    _refresh(store)
    raise QueryError(_refusal(judgement))


def undo(store: Store, names: tuple[str, str], verdict: Verdict) -> list[Judgement]:
    """Takes back what was decided of these two names, and makes the graph follow; the judgements that are gone.

    QueryError where nothing of the kind was decided.
    """
    wanted = sorted(plain(name.split(AT)[0]) for name in names)
    gone = [
        one
        for one in store.judgements()
        if one.verdict is verdict
        and sorted((plain(one.left.name), plain(one.right.name))) == wanted
        and all(_about(name, one) for name in names)
    ]
    if not gone:
        raise QueryError(
            f"nobody judged {names[0]!r} and {names[1]!r} {verdict}; `kg undecided --judged` lists what was judged"
        )
    for one in gone:
        store.unjudge(one)
    _refresh(store)
    return gone


def take_back(store: Store, judgement: Judgement) -> bool:
    """Takes back this judgement and makes the graph follow; False where it is not kept."""
    gone = judgement in store.judgements() and store.unjudge(judgement)
    if gone:
        _refresh(store)
    return gone


def _refresh(store: Store) -> None:
    refresh(store, store.ontology, store.settings)


def _about(name: str, judgement: Judgement) -> bool:
    _, at, document = name.partition(AT)
    return not at or document in (*judgement.left.documents, *judgement.right.documents)


def _meant(store: Store, name: str, entities: Iterable[Entity]) -> Meant:
    """Whom a person means by a name; of an entity that shares the name with others, only in its own documents."""
    word, at, document = name.rpartition(AT)
    if not at or store.reading.source(document) is None:
        word, document = name, ""
    bearers = [one for one in entities if word == one.id or plain(word) in map(plain, (one.name, *one.aliases))]
    named = [one for one in bearers if one.id == word] or bearers
    here = [one for one in named if not document or document in one.documents]
    if len(here) != 1:
        raise QueryError(_unclear(name, document, here or named, bool(here)))
    (entity,) = here
    known = next((own for own in (entity.name, *entity.aliases) if plain(own) == plain(word)), entity.name)
    if document:
        return Meant(known, entity.type, (document,))
    alone = sum(plain(known) in map(plain, (one.name, *one.aliases)) for one in entities) == 1
    return Meant(known, entity.type, () if alone else entity.documents)


def _unclear(name: str, document: str, found: list[Entity], several: bool) -> str:
    if not found:
        return f"the graph knows no {name!r}; `kg show NAME` finds names"
    listed = ", ".join(f"{one.id} ({one.type} in {one.documents[0]})" for one in found[:5])
    if several:
        return f"{name!r} is the name of several things: {listed}; name one by its id, or as NAME@DOCUMENT"
    return f"document {document!r} speaks of no {name!r}; others do: {listed}"


def _told_apart(left: Meant, right: Meant, entities: Iterable[Entity]) -> tuple[Meant, Meant]:
    """The two as they are; QueryError where they are one and the same."""
    if plain(left.name) != plain(right.name):
        return left, right
    if not left.documents or not right.documents or set(left.documents) & set(right.documents):
        bearers = [one for one in entities if plain(left.name) in map(plain, (one.name, *one.aliases))]
        documents = ", ".join(bearers[0].documents[:5]) if bearers else ""
        raise QueryError(
            f"got one name twice, {left.name!r}; expected two names, ids or documents, such as "
            f"{left.name}@DOCUMENT (it is in {documents})"
        )
    return left, right


def _obeyed(judgement: Judgement, entities: Iterable[Entity]) -> bool:
    """Whether the entities are as judged: one that bears both names, or none."""
    both = any(all(_bears(entity, meant) for meant in (judgement.left, judgement.right)) for entity in entities)
    return both == (judgement.verdict is Verdict.SAME)


def _bears(entity: Entity, meant: Meant) -> bool:
    named = plain(meant.name) in map(plain, (entity.name, *entity.aliases))
    return named and (not meant.documents or bool(set(meant.documents) & set(entity.documents)))


def _refusal(judgement: Judgement) -> str:
    left, right = judgement.left.name, judgement.right.name
    if judgement.verdict is Verdict.SAME:
        return (
            f"{left!r} and {right!r} cannot be made one: one of them is known by a description alone, or a newer "
            "judgement keeps them apart; `kg undecided --judged` lists what was judged"
        )
    return (
        f"{left!r} and {right!r} cannot be told apart: a document uses both for one thing, or a newer judgement joins "
        "them; name the documents, as NAME@DOCUMENT, or see `kg undecided --judged`"
    )
