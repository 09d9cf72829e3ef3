"""The tables in which resolution remembers what it made of each document, in the file of the ledger.

All of it follows from the extractions and the judgements: whoever empties the tables loses time alone.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from kg.ontology import Ontology
    from kg.settings import Settings

_KEPT = """
seen (document TEXT PRIMARY KEY, published TEXT, sketch INTEGER, story TEXT, said TEXT)
sketch (key INTEGER PRIMARY KEY, said BLOB, banded INTEGER)
band (key INTEGER, sketch INTEGER, PRIMARY KEY (key, sketch)) WITHOUT ROWID
chain (document TEXT, number INTEGER, grouped TEXT, thing INTEGER, said TEXT, PRIMARY KEY (document, number))
thing (id INTEGER PRIMARY KEY AUTOINCREMENT, grouped TEXT, entity INTEGER, judged TEXT, named TEXT, said TEXT, \
firsts TEXT)
block (key TEXT, thing INTEGER, side INTEGER, PRIMARY KEY (key, thing)) WITHOUT ROWID
crowd (key TEXT PRIMARY KEY) WITHOUT ROWID
edge (low INTEGER, high INTEGER, weight REAL, reasons TEXT, PRIMARY KEY (low, high)) WITHOUT ROWID
entity (key INTEGER PRIMARY KEY AUTOINCREMENT, slug TEXT, document TEXT, number INTEGER, type TEXT, id TEXT, said TEXT)
called (name TEXT, entity INTEGER, PRIMARY KEY (name, entity)) WITHOUT ROWID
claim (document TEXT, number INTEGER, subject INTEGER, target INTEGER, low INTEGER, high INTEGER, said TEXT, \
PRIMARY KEY (document, number))
fact (low INTEGER, high INTEGER, facts INTEGER, asserted INTEGER, said TEXT, PRIMARY KEY (low, high))
told (document TEXT, low INTEGER, high INTEGER, facts INTEGER, PRIMARY KEY (document, low, high)) WITHOUT ROWID
change (kind TEXT, before TEXT, after TEXT)
known (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID
"""
_INDICES = """
seen_sketch ON seen (sketch, document) WHERE sketch IS NOT NULL
seen_story ON seen (story) WHERE story <> document
chain_grouped ON chain (grouped, document, number)
thing_grouped ON thing (grouped)
thing_entity ON thing (entity)
thing_judged ON thing (id) WHERE judged <> '[]'
edge_high ON edge (high)
entity_slug ON entity (slug, document, number)
entity_id ON entity (id)
claim_ends ON claim (low, high, document, number)
claim_high ON claim (high)
fact_counts ON fact (facts, asserted)
told_ends ON told (low, high)
"""
_WORK = """
work_sketch (key INTEGER PRIMARY KEY)
work_come (key INTEGER PRIMARY KEY)
work_band (key INTEGER, sketch INTEGER)
work_gone (key INTEGER, sketch INTEGER, PRIMARY KEY (key, sketch)) WITHOUT ROWID
work_story (story TEXT PRIMARY KEY)
work_told (before TEXT, document TEXT, after TEXT, PRIMARY KEY (before, document)) WITHOUT ROWID
work_group (grouped TEXT PRIMARY KEY)
work_chain (grouped TEXT, document TEXT, number INTEGER, PRIMARY KEY (grouped, document, number)) WITHOUT ROWID
work_thing (thing INTEGER PRIMARY KEY)
work_new_block (key TEXT, thing INTEGER, side INTEGER)
work_block (key TEXT PRIMARY KEY)
work_seed (thing INTEGER PRIMARY KEY)
work_met (thing INTEGER PRIMARY KEY)
work_old_entity (key INTEGER PRIMARY KEY)
work_new_entity (key INTEGER PRIMARY KEY)
work_slug (slug TEXT PRIMARY KEY)
work_lost (slug TEXT, id TEXT)
work_entity (key INTEGER PRIMARY KEY, before TEXT)
work_document (document TEXT PRIMARY KEY)
work_pair (low INTEGER, high INTEGER, PRIMARY KEY (low, high))
"""
"""What is to be done in one revision: emptied at its start."""


def prepare(db: sqlite3.Connection, afresh: bool) -> None:
    """Makes the tables that are missing, or all of them, and empties those of one revision."""
    for line in _lines(_KEPT) if afresh else ():
        db.execute(f"DROP TABLE IF EXISTS {line.split()[0]}")  # an earlier kg may have made them with other columns
    for line in _lines(_KEPT):
        db.execute(f"CREATE TABLE IF NOT EXISTS {line}")
    for line in _lines(_INDICES):
        db.execute(f"CREATE INDEX IF NOT EXISTS {line}")
    for line in _lines(_WORK):
        db.execute(f"CREATE TEMP TABLE IF NOT EXISTS {line}")
        db.execute(f"DELETE FROM {line.split()[0]}")


def exist(db: sqlite3.Connection) -> bool:
    """Whether something was remembered here, so that it can be read."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'known'").fetchone() is not None


def recall(db: sqlite3.Connection, name: str) -> str:
    row = db.execute("SELECT value FROM known WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def remember(db: sqlite3.Connection, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO known VALUES (?, ?)", (name, value))


def each(db: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[object, ...]]:
    """The rows of a table of work, in order; the table may not change meanwhile."""
    yield from db.execute(f"SELECT {columns} FROM {table} ORDER BY {columns}")


def revision(ontology: Ontology, settings: Settings) -> str:
    """Digest of all that the graph depends on beside extractions and judgements: code, ontology, settings."""
    digest = hashlib.sha256(str(settings.min_confidence).encode())
    package = resources.files("kg")
    for part in ("model.py", "names", "ontology", "resolution", "graph"):
        for file in _sources(package / part):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for path in sorted(ontology.folder.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sources(place: Traversable) -> Iterator[Traversable]:
    if place.is_dir():
        for part in sorted(place.iterdir(), key=lambda one: one.name):
            yield from _sources(part)
    elif place.name.endswith(".py"):
        yield place


def _lines(listed: str) -> list[str]:
    return [line for line in listed.splitlines() if line]
