"""Making a directory, in a process of its own."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import cast

import numpy as np
import pyoxigraph as ox

from kg.graph import vocabulary as v
from kg.graph.store import Store
from kg.names import plain
from kg.serve.keeping import Kept
from kg.serve.pages import rows
from kg.serve.pages.directory import DATABASE, GRAMS, LONGEST, STARTS, gram_index
from kg.serve.worker import Bench

_SCHEMA = """
CREATE TABLE entities (number INTEGER PRIMARY KEY, id TEXT, name TEXT, type TEXT, facts INTEGER);
CREATE TABLE names (row INTEGER PRIMARY KEY, entity INTEGER, name TEXT, plain TEXT);
CREATE TABLE facts (number INTEGER PRIMARY KEY, id TEXT, relation TEXT, modality TEXT, document TEXT, date TEXT);
CREATE TABLE ends (entity TEXT, place INTEGER, fact TEXT, predicate TEXT, way TEXT, other TEXT, value INTEGER,
modality TEXT, confidence REAL, date TEXT, until TEXT, PRIMARY KEY (entity, place)) WITHOUT ROWID;
CREATE TABLE view (version INTEGER);
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT, title TEXT, date TEXT, source TEXT);
CREATE VIRTUAL TABLE words
USING fts5(plain, content='', detail=none, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0');
"""
_INDEXES = """
CREATE INDEX entities_by_name ON entities (name);
CREATE INDEX entities_by_type ON entities (type, number);
CREATE INDEX names_by_plain ON names (plain, row);
CREATE INDEX facts_by_relation ON facts (relation, number);
CREATE INDEX facts_by_modality ON facts (modality, number);
"""
_FACTS = """SELECT ?f ?p ?m ?d ?date WHERE { ?f kg:evidence ?e ; rdf:predicate ?p ; kg:modality ?m .
?e prov:wasDerivedFrom ?d . OPTIONAL { ?d dcterms:issued ?date } }"""
_DOCUMENTS = """SELECT ?d ?id ?title ?date ?source WHERE { ?d a kg:Document ; dcterms:identifier ?id .
OPTIONAL { ?d dcterms:title ?title } OPTIONAL { ?d dcterms:issued ?date } OPTIONAL { ?d dcterms:source ?source } }"""


def make(bench: Bench, folder: str) -> None:
    """Writes the directory of the store as it is now."""
    place, store = Path(folder), bench.store
    place.mkdir()
    with contextlib.closing(sqlite3.connect(place / DATABASE)) as database:
        database.execute("PRAGMA journal_mode=OFF")
        database.execute("PRAGMA synchronous=OFF")
        database.executescript(_SCHEMA)
        database.execute("INSERT INTO view VALUES (?)", (bench.version,))
        plains = _write_names(database, store)
        _write_facts(database, store)
        _write_ends(database, store)
        _write_documents(database, store)
        database.executescript(_INDEXES)
        database.commit()
    grams, starts = gram_index(plains)
    np.save(place / GRAMS, grams)
    np.save(place / STARTS, starts)


def _write_names(database: sqlite3.Connection, store: Store) -> list[str]:
    """Entities and their names; the latter as they are compared, in the order of their rows."""
    names, aliases = _names(store, v.LABEL), _names(store, v.ALT_LABEL)
    types, counts = _types(store), _counts(store)
    ranked = sorted(names, key=lambda node: (-counts[node], node))
    identify, plains, named = store.vocabulary.entity_id, [], []
    for number, node in enumerate(ranked, 1):
        for name in [names[node][0], *aliases.get(node, ())]:
            plains.append((plain(name[:LONGEST]) or name[:LONGEST].casefold()).replace("\n", " "))
            named.append((number, name, plains[-1]))
    entities = (
        (number, identify(ox.NamedNode(node)), names[node][0], types.get(node, ""), counts[node])
        for number, node in enumerate(ranked, 1)
    )
    database.executemany("INSERT INTO entities VALUES (?, ?, ?, ?, ?)", entities)
    database.executemany("INSERT INTO names (entity, name, plain) VALUES (?, ?, ?)", named)
    database.executemany("INSERT INTO words (plain) VALUES (?)", ((one,) for one in plains))
    return plains


def _write_facts(database: sqlite3.Connection, store: Store) -> None:
    """Facts by the newest document that states them, the newest first."""
    newest: dict[str, tuple[str, str, str, str]] = {}
    local = store.vocabulary.local
    for row in cast(ox.QuerySolutions, store.query(_FACTS)):
        fact, date = row["f"].value.rpartition("/")[2], row["date"].value if row["date"] else ""
        if fact not in newest or date > newest[fact][3]:
            document = store.vocabulary.document_id(cast(ox.NamedNode, row["d"]))
            newest[fact] = (local(cast(ox.NamedNode, row["p"])), row["m"].value, document, date)
    ranked = sorted(newest.items(), key=lambda one: (one[1][3], one[1][2], one[0]), reverse=True)
    insert = "INSERT INTO facts (id, relation, modality, document, date) VALUES (?, ?, ?, ?, ?)"
    database.executemany(insert, ((fact, *said) for fact, said in ranked))


def _write_ends(database: sqlite3.Connection, store: Store) -> None:
    """The facts of each hub as its page shows them."""
    hubs = database.execute("SELECT id FROM entities WHERE facts >= ?", (rows.HUB,)).fetchall()
    for (hub,) in hubs:
        ends = ((hub, place, *astuple(row)) for place, row in enumerate(rows.read_rows(store, hub)))
        database.executemany("INSERT INTO ends VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ends)


def _write_documents(database: sqlite3.Connection, store: Store) -> None:
    """Documents, the newest first."""
    found: dict[str, tuple[str, ...]] = {}
    for row in cast(ox.QuerySolutions, store.query(_DOCUMENTS)):
        said = tuple(row[name].value if row[name] else "" for name in ("id", "title", "date", "source"))
        found.setdefault(said[0], said)
    ranked = sorted(found.values(), key=lambda one: (one[2], one[0]), reverse=True)
    database.executemany("INSERT INTO documents (id, title, date, source) VALUES (?, ?, ?, ?)", ranked)


def _names(store: Store, way: ox.NamedNode) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node, value in _pairs(store, way):
        found.setdefault(node, []).append(value)
    return {node: sorted(values) for node, values in found.items()}


def _types(store: Store) -> dict[str, str]:
    """The narrowest class of each thing."""
    classes: dict[str, list[str]] = {}
    namespace = store.ontology.namespace
    for node, value in _pairs(store, v.TYPE):
        classes.setdefault(node, []).append(value.removeprefix(namespace))
    known: dict[tuple[str, ...], str] = {}
    for names in map(tuple, classes.values()):
        known.setdefault(names, store.vocabulary.narrowest(list(names)))
    return {node: known[tuple(names)] for node, names in classes.items()}


def _counts(store: Store) -> Counter[str]:
    """Facts by the things at their ends."""
    return Counter(value for way in (v.SUBJECT, v.OBJECT) for _, value in _pairs(store, way))


def _pairs(store: Store, way: ox.NamedNode) -> Iterator[tuple[str, str]]:
    """Things of this store's own and the values that they have of a property."""
    for quad in store.engine.quads_for_pattern(None, way, None, ox.DefaultGraph()):
        subject, value = quad.subject, quad.object
        ours = isinstance(subject, ox.NamedNode) and subject.value.startswith(store.settings.base)
        if ours and isinstance(value, ox.NamedNode | ox.Literal):
            yield cast(ox.NamedNode, subject).value, value.value


NAMES = Kept("directory", "the names in the store", make)
"""What a server keeps for finding and listing."""
