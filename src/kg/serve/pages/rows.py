"""Rows: what is read of each fact of an entity before it is known which ones are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

import pyoxigraph as ox

from kg.graph import vocabulary as v
from kg.graph.store import Store

Way = Literal["out", "in"]
HUB = 1000
"""Facts of one entity from which on its rows are read once for each view of the store: of so many, it takes 0.1 s."""
DATES = frozenset(v.XSD + name for name in ("date", "gYearMonth", "gYear"))
_FACTS = """SELECT ?f ?p ?o ?m ?c ?on ?from ?until WHERE { ?f rdf:WAY THIS ; rdf:predicate ?p ; rdf:OTHER ?o ;
kg:modality ?m ; kg:confidence ?c . OPTIONAL { ?f kg:date ?on } OPTIONAL { ?f kg:startDate ?from }
OPTIONAL { ?f kg:endDate ?until } }"""


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as it is seen from one of its ends."""

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


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""
