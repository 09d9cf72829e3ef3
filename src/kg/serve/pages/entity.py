"""The page of an entity, and the page of a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, cast

import pyoxigraph as ox

from kg.graph import vocabulary as v
from kg.graph.store import Store
from kg.serve.pages import links
from kg.serve.pages.cards import Card, Cards, names_card
from kg.serve.pages.page import Ask, Desk, Missing, Model
from kg.serve.pages.paging import LISTED, offset, pages
from kg.serve.pages.timeline import Dated, timeline

Way = Literal["out", "in"]
A_GROUP = 8
"""Facts of one relation on the page; the rest is a click away."""
DOCUMENTS = 12
SIMILAR = 6
DATES = frozenset(v.XSD + name for name in ("date", "gYearMonth", "gYear"))
_FACTS = """SELECT ?f ?p ?o ?m ?c ?on ?from ?until WHERE { ?f rdf:WAY THIS ; rdf:predicate ?p ; rdf:OTHER ?o ;
kg:modality ?m ; kg:confidence ?c . OPTIONAL { ?f kg:date ?on } OPTIONAL { ?f kg:startDate ?from }
OPTIONAL { ?f kg:endDate ?until } }"""


@dataclass(frozen=True, slots=True)
class Row:
    """What is read of each fact before it is known which ones are shown."""

    fact: str
    predicate: str
    way: Way
    other: str
    value: bool
    """True where the other end is no entity."""
    modality: str
    confidence: float
    date: str
    until: str

    @property
    def rank(self) -> tuple[bool, str, float, str]:
        """Asserted ones first, of these the newest, of these the surest."""
        backwards = "".join(chr(255 - ord(c)) if ord(c) < 255 else c for c in self.date) or "\uffff"
        return (self.modality != "asserted", backwards, -self.confidence, self.fact)


def entity(desk: Desk, ask: Ask) -> Model:
    """An entity: its names, its facts by relation, its time line, entities of similar names."""
    store, cards = desk.bench.store, Cards(desk.bench.store)
    found = store.reading.entity(ask.id)
    if found is None:
        raise Missing("entity", ask.id)
    rows = read_rows(store, ask.id)
    return {
        "title": found.name,
        "entity": cards.entity(ask.id),
        "iri": store.vocabulary.entity(ask.id).value,
        "names": names_card(found),
        "total": len(rows),
        "graph": links.graph(ask.id),
        **_facts(ask, rows, cards),
        "timeline": timeline(
            [_dated(row, cards) for row in rows if row.date], lambda one: str(cards.entity(one)["name"])
        ),
        "documents": _documents(store, found.documents, cards),
        "mentions": len(found.documents),
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


def read_rows(store: Store, identifier: str) -> list[Row]:
    """All facts of an entity, in groups of one relation and way, the ones to show first at their front."""
    found: dict[str, Row] = {}
    this = str(store.vocabulary.entity(identifier))
    for way, other in (("subject", "object"), ("object", "subject")):
        text = _FACTS.replace("WAY", way).replace("OTHER", other).replace("THIS", this)
        for row in cast(ox.QuerySolutions, store.query(text)):
            made = _row(row, "out" if way == "subject" else "in", store)
            found.setdefault(made.fact, made)
    order = [*store.ontology.relations]
    place = {name: index for index, name in enumerate(order)}

    def group(row: Row) -> tuple[int, str, bool]:
        return place.get(row.predicate, len(order)), row.predicate, row.way != "out"

    return sorted(found.values(), key=lambda row: (group(row), row.rank))


def _row(row: ox.QuerySolution, way: Way, store: Store) -> Row:
    said = {name: _text(row[name]) for name in ("m", "c", "on", "from", "until")}
    local = store.vocabulary.local(cast(ox.NamedNode, row["p"]))
    other = row["o"]
    known = store.ontology.relations.get(local)
    dated = isinstance(other, ox.Literal) and other.datatype.value in DATES
    return Row(
        fact=cast(ox.NamedNode, row["f"]).value.rpartition("/")[2],
        predicate=local,
        way="out" if known and known.symmetric else way,
        other=store.vocabulary.entity_id(other) if isinstance(other, ox.NamedNode) else _text(other),
        value=isinstance(other, ox.Literal),
        modality=said["m"],
        confidence=float(said["c"] or 0),
        date=said["from"] or said["on"] or said["until"] or (_text(other) if dated else ""),
        until=said["until"] if said["from"] else "",
    )


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


def _dated(row: Row, cards: Cards) -> Dated:
    other = "" if row.value else row.other
    return Dated(row.fact, cards.relation(row.predicate), other, row.date, row.until, row.modality)


def _documents(store: Store, identifiers: Sequence[str], cards: Cards) -> list[Card]:
    """The newest of the documents that mention it."""
    issued = [(_issued(store, one), one) for one in identifiers]
    return [cards.document(one) for _, one in sorted(issued, reverse=True)[:DOCUMENTS]]


def _issued(store: Store, document: str) -> str:
    node = store.vocabulary.document(document)
    return max((_text(quad.object) for quad in store.engine.quads_for_pattern(node, v.ISSUED, None)), default="")


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""
