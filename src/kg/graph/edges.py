"""The graph as a network: who is linked with whom, read piece by piece from a store that may be large.

A link is what costs little to read of a fact between two entities; an edge is a link with all that filters ask for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import cast
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.graph import vocabulary as v
from kg.graph.reading import Source
from kg.graph.store import Store
from kg.model import Fact, Modality

BATCH = 500
"""Terms in one query: twice as many gain nothing that can be measured."""
REMEMBERED = 50_000
"""Facts and documents that a network remembers, at most: some 30 MB, three times what the drawing of a hub reads."""
# SOME stands for the terms that are asked for, END for the end of a fact that they are.
_ALL = "SELECT ?s ?o WHERE { ?f rdf:subject ?s ; rdf:object ?o FILTER(isIRI(?o) && ?s != ?o) }"
_LINKS = """SELECT ?f ?s ?p ?o WHERE { VALUES ?END { SOME }
?f rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o FILTER(isIRI(?o) && ?s != ?o) }"""
# Two scans and a join by ?f: to look up the other end of each fact of a hub takes twenty times as long.
_AMONG = """SELECT ?f ?s ?o WHERE { { SELECT ?f ?s WHERE { VALUES ?s { SOME } ?f rdf:subject ?s } }
{ SELECT ?f ?o WHERE { VALUES ?o { SOME } ?f rdf:object ?o } } FILTER(?s != ?o) }"""
_PREDICATES = "SELECT ?f ?p WHERE { VALUES ?f { SOME } ?f rdf:predicate ?p }"
_SOURCES = "SELECT ?d ?source WHERE { VALUES ?d { SOME } ?d dcterms:source ?source }"
_EDGES = """SELECT ?f ?m ?c ?on ?from ?until ?d ?issued WHERE { VALUES ?f { SOME }
?f kg:modality ?m ; kg:confidence ?c ; kg:evidence ?e . ?e prov:wasDerivedFrom ?d .
OPTIONAL { ?f kg:date ?on } OPTIONAL { ?f kg:startDate ?from } OPTIONAL { ?f kg:endDate ?until }
OPTIONAL { ?d dcterms:issued ?issued } }"""
_DEGREES = """SELECT ?e (COUNT(?f) AS ?n) WHERE { VALUES ?e { SOME }
{ ?f rdf:subject ?e } UNION { ?f rdf:object ?e } } GROUP BY ?e"""

_VALUES = "SELECT ?f ?s WHERE { ?f rdf:subject ?s ; rdf:object ?o FILTER(isLiteral(?o)) }"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A fact between two entities."""

    subject: str
    predicate: str
    object: str
    fact: str
    """The last part of the fact's IRI."""

    def other(self, end: str) -> str:
        return self.object if self.subject == end else self.subject

    def way(self, end: str) -> str:
        """`out` where `end` is the subject, `in` where it is the object."""
        return "out" if self.subject == end else "in"


@dataclass(frozen=True, slots=True)
class Edge:
    """A link, how sure it is, and when and by whom it is said."""

    link: Link
    modality: Modality
    confidence: float
    since: str
    """The day, month or year that it is of: as stated, else that of the first document that says it; may be empty."""
    until: str
    documents: tuple[str, ...]


_ORDER = attrgetter("subject", "predicate", "object", "fact")
"""As links are sorted by themselves, in a fifth of the time."""


class Network:
    """Reads links and edges of a store that does not change. What is asked for by ids comes back sorted.

    What was read is remembered, up to `REMEMBERED` facts: a person looks at one part of a store for a while.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._vocabulary = store.vocabulary
        self._forget()

    def _forget(self) -> None:
        self._around: dict[str, list[Link]] = {}
        self._linked: dict[str, Link] = {}
        self._said: dict[str, Edge] = {}
        self._published: dict[str, str] = {}

    def links(self, ids: Collection[str]) -> list[Link]:
        """All facts between one of these entities and any other."""
        alone = next(iter(ids)) if len(ids) == 1 else ""
        if alone in self._around:
            return list(self._around[alone])
        found = sorted({link for end in "so" for link in self._links(ids, end)}, key=_ORDER)
        if alone:
            self._make_room()
            self._around[alone] = found
            self._linked.update((link.fact, link) for link in found)
        return list(found)

    def among(self, ids: Collection[str]) -> list[Link]:
        """All facts between two of these entities."""
        local, name = self._vocabulary.local, self._vocabulary.entity_id
        text = _AMONG.replace("SOME", " ".join(self._terms(ids)))
        found = {_local(row[0]): (row[1], row[2]) for row in cast(ox.QuerySolutions, self._store.query(text))}
        facts = [str(self.fact_node(one)) for one in found if one not in self._linked]
        ways = {_local(row[0]): local(_node(row[1])) for row in self._rows(_PREDICATES, facts)}
        links = {one: self._linked[one] for one in found if one in self._linked}
        for fact, way in ways.items():
            one, other = found[fact]
            links[fact] = Link(name(_node(one)), way, name(_node(other)), fact)
        self._make_room()
        self._linked.update(links)
        return sorted(links.values(), key=_ORDER)

    def edges(self, links: Collection[Link]) -> list[Edge]:
        """The edges of these links."""
        self._make_room()
        said: dict[str, list[ox.QuerySolution]] = defaultdict(list)
        for row in self._rows(_EDGES, [str(self.fact_node(one.fact)) for one in links if one.fact not in self._said]):
            said[_local(row["f"])].append(row)
        self._said.update((link.fact, self._edge(link, said[link.fact])) for link in links if link.fact in said)
        return [self._said[link.fact] for link in sorted(links, key=_ORDER) if link.fact in self._said]

    def _make_room(self) -> None:
        if len(self._linked) + len(self._said) + len(self._published) > REMEMBERED:
            self._forget()

    def degrees(self, ids: Collection[str]) -> Mapping[str, int]:
        """How many facts each of these entities takes part in, those with a value for an object too."""
        rows = self._rows(_DEGREES, self._terms(ids))
        return {self._vocabulary.entity_id(_node(row["e"])): int(_text(row["n"])) for row in rows}

    def names(self, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Name and class of each of these that is an entity."""
        return {one: (name, self._class(one)) for one in ids if (name := self._name(one))}

    def pairs(self) -> Iterator[tuple[str, str, int]]:
        """Two entities and the number of facts between them, for all that have any, in no order."""
        rows = cast(ox.QuerySolutions, self._store.query(_ALL))
        counts = Counter((_node(row[0]).value, _node(row[1]).value) for row in rows)
        ids = {iri: self._vocabulary.entity_id(ox.NamedNode(iri)) for pair in counts for iri in pair}
        for (subject, target), count in counts.items():
            yield ids[subject], ids[target], count

    def publishers(self, documents: Collection[str]) -> dict[str, str]:
        """Who published each of these documents."""
        new = [one for one in documents if one not in self._published]
        rows = self._rows(_SOURCES, [str(self._vocabulary.document(one)) for one in new])
        sources = {self._vocabulary.document_id(_node(row["d"])): row["source"].value for row in rows}
        self._published.update((one, publisher(Source(one, source=sources.get(one, "")))) for one in new)
        return {one: self._published[one] for one in documents}

    def values(self, identifier: str, most: int) -> list[str]:
        """Facts of this entity whose object is a value: the last parts of their IRIs, at most so many."""
        found = cast(ox.QuerySolutions, self._store.query(_VALUES, {"s": self._vocabulary.entity(identifier)}))
        return sorted(_local(row["f"]) for row in found)[:most]

    def fact(self, local: str) -> Fact | None:
        """The fact whose IRI ends so, with its evidence; None where there is none."""
        return self._store.reading.fact(self.fact_node(local))

    def fact_node(self, local: str) -> ox.NamedNode:
        return self._vocabulary.hashed_as("fact", local)

    def _links(self, ids: Collection[str], end: str) -> Iterator[Link]:
        """Links of one end, `s` or `o`."""
        local, name = self._vocabulary.local, self._vocabulary.entity_id
        for fact, subject, predicate, target in map(tuple, self._rows(_LINKS.replace("END", end), self._terms(ids))):
            yield Link(name(subject), local(predicate), name(target), _local(fact))

    def _terms(self, ids: Iterable[str]) -> list[str]:
        # As the engine writes them: no character of an id is left that could end an IRI.
        return sorted({str(self._vocabulary.entity(one)) for one in ids})

    def _rows(self, text: str, terms: list[str]) -> Iterator[ox.QuerySolution]:
        for first in range(0, len(terms), BATCH):
            some = " ".join(terms[first : first + BATCH])
            yield from cast(ox.QuerySolutions, self._store.query(text.replace("SOME", some)))

    def _edge(self, link: Link, rows: list[ox.QuerySolution]) -> Edge:
        first = rows[0]
        issued = min((_text(row["issued"]) for row in rows if row["issued"]), default="")
        since, until = (_text(first[name]) for name in ("from", "until"))
        on = _text(first["on"])
        documents = {self._vocabulary.document_id(_node(row["d"])) for row in rows}
        return Edge(
            link,
            Modality(_text(first["m"])),
            float(_text(first["c"])),
            since or on or until or issued,
            until or since or on or issued,
            tuple(sorted(documents)),
        )

    def _values(
        self, node: ox.NamedNode, way: ox.NamedNode
    ) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
        found = self._store.engine.quads_for_pattern(node, way, None, ox.DefaultGraph())
        return [quad.object for quad in found]

    def _name(self, one: str) -> str:
        return min((_text(value) for value in self._values(self._vocabulary.entity(one), v.LABEL)), default="")

    def _class(self, one: str) -> str:
        classes = [
            value for value in self._values(self._vocabulary.entity(one), v.TYPE) if isinstance(value, ox.NamedNode)
        ]
        return self._vocabulary.narrowest([self._vocabulary.local(value) for value in classes])


def publisher(source: Source) -> str:
    """Who published a document: the host of its address; the document's id where it has none."""
    host = urlsplit(source.source).hostname if source.source.startswith(("http://", "https://")) else ""
    return (host or "").removeprefix("www.") or source.id


def _node(term: object) -> ox.NamedNode:
    assert isinstance(term, ox.NamedNode)
    return term


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


def _local(term: object) -> str:
    return _node(term).value.rpartition("/")[2]
