"""What a person decides of two names: kept in the store, followed by the graph, and to be taken back."""

from __future__ import annotations

from kg.errors import QueryError
from kg.graph.store import Store
from kg.joining import Bearers, refresh
from kg.model import Entity, Judgement, Meant, Verdict
from kg.names import plain

AT = "@"
"""Between a name and the only document in which it is meant."""


def decide(store: Store, names: tuple[str, str], verdict: Verdict, by: str, at: str) -> Judgement:
    """Keeps what a person decided of two things, and makes the graph follow; the judgement as kept.

    A thing is named by its id, its name or an alias; `NAME@DOCUMENT` means what one document calls so. `at` is an ISO
    time in UTC. QueryError where a name is unknown or several things', or where the texts rule the judgement out.
    """
    _refresh(store)  # a run that was ended in between may have left it behind its documents
    bearers = Bearers(store)
    left, right = sorted(_meant(store, name, bearers) for name in names)
    _expect_two(left, right, bearers)
    if not store.ontology.fits(left.type, right.type):
        raise QueryError(f"{left.name!r} is a {left.type} and {right.name!r} a {right.type}; nothing can be both")
    judgement = Judgement(left, right, verdict, by, at)
    before = [one for one in store.judgements() if (one.left, one.right) == (left, right)]
    store.judge(judgement)
    _refresh(store)
    if _obeyed(judgement, bearers):
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


def _meant(store: Store, name: str, bearers: Bearers) -> Meant:
    """Whom a person means by a name; of an entity that shares the name with others, only in its own documents."""
    word, at, document = name.rpartition(AT)
    if not at or store.reading.source(document) is None:
        word, document = name, ""
    by_id = bearers.entity(word)
    named = [by_id] if by_id else bearers.called(word)
    here = [one for one in named if not document or document in one.documents]
    if len(here) != 1:
        raise QueryError(_unclear(name, document, here or named, bool(here)))
    (entity,) = here
    known = next((own for own in (entity.name, *entity.aliases) if plain(own) == plain(word)), entity.name)
    if document:
        return Meant(known, entity.type, (document,))
    return Meant(known, entity.type, () if len(bearers.called(known)) == 1 else entity.documents)


def _unclear(name: str, document: str, found: list[Entity], several: bool) -> str:
    if not found:
        return f"the graph knows no {name!r}; `kg show NAME` finds names"
    listed = ", ".join(f"{one.id} ({one.type} in {one.documents[0]})" for one in found[:5])
    if several:
        return f"{name!r} is the name of several things: {listed}; name one by its id, or as NAME@DOCUMENT"
    return f"document {document!r} speaks of no {name!r}; others do: {listed}"


def _expect_two(left: Meant, right: Meant, bearers: Bearers) -> None:
    """QueryError where the two are one and the same."""
    if plain(left.name) != plain(right.name):
        return
    if not left.documents or not right.documents or set(left.documents) & set(right.documents):
        known = bearers.called(left.name)
        documents = ", ".join(known[0].documents[:5]) if known else ""
        raise QueryError(
            f"got one name twice, {left.name!r}; expected two names, ids or documents, such as "
            f"{left.name}@DOCUMENT (it is in {documents})"
        )


def _obeyed(judgement: Judgement, bearers: Bearers) -> bool:
    """Whether the entities are as judged: one that bears both names, or none."""
    left, right = judgement.left, judgement.right
    both = any(_means(left, one) and _means(right, one) for one in bearers.called(left.name))
    return both == (judgement.verdict is Verdict.SAME)


def _means(meant: Meant, bearer: Entity) -> bool:
    named = plain(meant.name) in map(plain, (bearer.name, *bearer.aliases))
    return named and (not meant.documents or bool(set(meant.documents) & set(bearer.documents)))


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
