"""The ledger: every document that was read and what was found in it, so that the graph can be made again exactly."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from kg.graph import judgements
from kg.graph.codec import dump_claims, dump_document, load_document, load_extraction
from kg.model import Document, Extraction

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, claims TEXT NOT NULL,
    digest TEXT NOT NULL, fingerprint TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Ledger:
    """An SQLite file; each change is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def in_memory(cls) -> Ledger:
        return cls._prepare(sqlite3.connect(":memory:"))

    @classmethod
    def writable(cls, file: Path) -> Ledger:
        """Opened, and made where there is none."""
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        return cls._prepare(connection)

    @classmethod
    def readable(cls, file: Path) -> Ledger:
        """Opened beside a writer; nothing can be changed through it."""
        return cls(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True))

    @classmethod
    def _prepare(cls, connection: sqlite3.Connection) -> Ledger:
        connection.executescript(SCHEMA + judgements.SCHEMA)
        return cls(connection)

    def put(self, extraction: Extraction, fingerprint: str) -> bool:
        """Keeps an extraction in place of any other of its document; False where the same one was there already."""
        document, claims = dump_document(extraction.document), dump_claims(extraction)
        digest = hashlib.sha256(f"{document}\n{claims}".encode()).hexdigest()
        row = (extraction.document.id, document, claims, digest, fingerprint)
        with self._connection:
            same = "SELECT 1 FROM documents WHERE id = ? AND digest = ?"
            known = self._connection.execute(same, (extraction.document.id, digest)).fetchone()
            self._connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)", row)
        return known is None

    def remove(self, identifier: str) -> bool:
        """Forgets a document; False where there is none of this id."""
        with self._connection:
            return self._connection.execute("DELETE FROM documents WHERE id = ?", (identifier,)).rowcount > 0

    def fingerprint(self, identifier: str) -> str | None:
        """What was given with a document's extraction; None where there is none of this id."""
        row = self._connection.execute("SELECT fingerprint FROM documents WHERE id = ?", (identifier,)).fetchone()
        return str(row[0]) if row else None

    def documents(self) -> Iterator[Document]:
        """All documents, by id."""
        for (written,) in self._connection.execute("SELECT document FROM documents ORDER BY id"):
            yield load_document(written)

    def extractions(self) -> Iterator[Extraction]:
        """All extractions, by the id of their documents."""
        for written, claims in self._connection.execute("SELECT document, claims FROM documents ORDER BY id"):
            yield load_extraction(load_document(written), claims)

    def document(self, identifier: str) -> Document | None:
        """The document of this id; None where there is none."""
        row = self._connection.execute("SELECT document FROM documents WHERE id = ?", (identifier,)).fetchone()
        return load_document(row[0]) if row else None

    def extraction(self, identifier: str) -> Extraction | None:
        """What was found in the document of this id; None where there is none."""
        row = self._connection.execute("SELECT document, claims FROM documents WHERE id = ?", (identifier,)).fetchone()
        return load_extraction(load_document(row[0]), row[1]) if row else None

    def digest(self) -> str:
        """Equal for equal sets of extractions and judgements."""
        total = hashlib.sha256()
        for (row,) in self._connection.execute("SELECT digest FROM documents ORDER BY id"):
            total.update(row.encode())
        total.update(self.judgements.digest().encode())
        return total.hexdigest()

    @property
    def judgements(self) -> judgements.Judgements:
        return judgements.Judgements(self._connection)

    def mark(self, name: str, value: str) -> None:
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, value))

    def marked(self, name: str) -> str:
        """The value last given to a mark; empty for none."""
        row = self._connection.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def close(self) -> None:
        self._connection.close()
