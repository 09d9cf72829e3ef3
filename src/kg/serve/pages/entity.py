"""The page of an entity, and the page of a fact."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import cast

import pyoxigraph as ox

from kg.graph.store import Store
from kg.serve.pages import links
from kg.serve.pages.cards import Card, Cards, names_card
from kg.serve.pages.doubts import about
from kg.serve.pages.page import Ask, Desk, Missing, Model
from kg.serve.pages.paging import LISTED, offset, pages
from kg.serve.pages.rows import Row, read_rows
from kg.serve.pages.timeline import timeline

A_GROUP = 8
"""Facts of one relation on the page; the rest is a click away."""
DOCUMENTS = 12
SIMILAR = 6
_NEWEST = """SELECT ?d WHERE { THIS kg:mentionedIn ?d . OPTIONAL { ?d dcterms:issued ?issued } }
ORDER BY DESC(?issued) DESC(?d) LIMIT COUNT"""


def entity(desk: Desk, ask: Ask) -> Model:
    """An entity: its names, its facts by relation, its time line, entities of similar names."""
    store, cards = desk.bench.store, Cards(desk.bench.store)
    found = store.reading.entity(ask.id)
    if found is None:
        raise Missing("entity", ask.id)
    rows = desk.directory.ends(ask.id, desk.bench.version) or read_rows(store, ask.id)
    return {
        "title": found.name,
        "entity": cards.entity(ask.id),
        "iri": store.vocabulary.entity(ask.id).value,
        "names": names_card(found),
        "total": len(rows),
        "graph": links.graph(ask.id),
        **_facts(ask, rows, cards),
        "timeline": None
        if ask.values.get("relation")
        else timeline(rows, cards.relation, lambda one: str(cards.entity(one)["name"])),
        "documents": _documents(store, ask.id, cards),
        "mentions": len(found.documents),
        "judgements": about(store, found),
        "similar": [
            {**hit.model(), **cards.cls(hit.type)}
            for hit in desk.directory.similar(ask.id, (found.name, *found.aliases[:3]), SIMILAR)
        ],
    }


def fact(desk: Desk, ask: Ask) -> Model:
    """A fact with all sentences that say it."""
    cards = Cards(desk.bench.store)
    found = cards.facts([ask.id], most=LISTED)
    if not found:
        raise Missing("fact", ask.id)
    card = found[0]
    return {"title": f"{card['subject']['name']} {card['relation']} {card['object']['name']}", "fact": card}


def _facts(ask: Ask, rows: Sequence[Row], cards: Cards) -> Model:
    """The groups; of one relation, if the request names one, all facts, page by page."""
    wanted, way, page = ask.values.get("relation", ""), ask.values.get("way", ""), ask.number()
    groups = []
    for (predicate, one), some in groupby(rows, key=lambda row: (row.predicate, row.way)):
        group = list(some)
        if not wanted:
            groups.append(_group(ask.id, group[:A_GROUP], len(group), cards))
        elif (predicate, one) == (wanted, way):
            shown = group[offset(page) : offset(page) + LISTED]
            step = pages(len(group), page, lambda number: links.entity(ask.id, wanted, way, number))
            groups.append({**_group(ask.id, shown or group[:1], len(group), cards), "href": "", "step": step})
    return {"groups": groups, "only": wanted}


def _group(identifier: str, shown: Sequence[Row], total: int, cards: Cards) -> Card:
    first = shown[0]
    return {
        "predicate": first.predicate,
        "relation": cards.relation(first.predicate),
        "way": first.way,
        "total": total,
        "href": links.entity(identifier, first.predicate, first.way) if total > len(shown) else "",
        "facts": cards.facts([row.fact for row in shown]),
        "step": None,
    }


def _documents(store: Store, identifier: str, cards: Cards) -> list[Card]:
    """The newest of the documents that mention it."""
    text = _NEWEST.replace("THIS", str(store.vocabulary.entity(identifier))).replace("COUNT", str(DOCUMENTS))
    found = cast(ox.QuerySolutions, store.query(text))
    return [cards.document(store.vocabulary.document_id(cast(ox.NamedNode, row["d"]))) for row in found]
