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
    id TEXT PRIMARY KEY, digest TEXT NOT NULL, fingerprint TEXT NOT NULL,
    document TEXT NOT NULL, claims TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS touched (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_SUM = "documents"
"""The mark for the sum of the digests of all documents."""
_SETTLED = "settled"
_ALL = 1 << 256
CACHE = 16
"""MB of the file's pages in memory, at most: what is to be found for a new document lies all over the file."""


class Ledger:
    """An SQLite file; each change is one transaction.

    The last ones are lost with the power, if it fails, the later ones first, unless `settle` came after them.
    """

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
        connection.execute(f"PRAGMA cache_size=-{CACHE * 1024}")
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
        identifier = extraction.document.id
        row = (identifier, digest, fingerprint, document, claims)
        with self._connection:
            known = self._digest(identifier)
            if known != digest:
                self._count(identifier, known, digest)
            # By name: stores of earlier versions have the columns in another order.
            self._connection.execute(
                "INSERT OR REPLACE INTO documents (id, digest, fingerprint, document, claims) VALUES (?, ?, ?, ?, ?)",
                row,
            )
        return known != digest

    def remove(self, identifier: str) -> bool:
        """Forgets a document; False where there is none of this id."""
        with self._connection:
            known = self._digest(identifier)
            if known:
                self._count(identifier, known, "")
            self._connection.execute("DELETE FROM documents WHERE id = ?", (identifier,))
        return bool(known)

    def _digest(self, identifier: str) -> str:
        row = self._connection.execute("SELECT digest FROM documents WHERE id = ?", (identifier,)).fetchone()
        return str(row[0]) if row else ""

    def _count(self, identifier: str, before: str, after: str) -> None:
        """Marks a document as touched, and counts its digest in place of another in the sum of all."""
        total = int(self.marked(_SUM) or self._total(), 16) - int(before or "0", 16) + int(after or "0", 16)
        self.note(_SUM, f"{total % _ALL:x}")
        self._connection.execute("INSERT OR IGNORE INTO touched VALUES (?)", (identifier,))

    def _total(self) -> str:
        rows = self._connection.execute("SELECT digest FROM documents")
        return f"{sum(int(digest, 16) for (digest,) in rows) % _ALL:x}"

    def ids(self) -> list[str]:
        """The ids of all documents, sorted."""
        return [str(row[0]) for row in self._connection.execute("SELECT id FROM documents ORDER BY id")]

    def touched(self) -> list[str]:
        """The ids of the documents that came, changed or went since `follow_up`, sorted."""
        return [str(row[0]) for row in self._connection.execute("SELECT id FROM touched ORDER BY id")]

    def follow_up(self) -> None:
        """Forgets which documents were touched; the caller commits."""
        self._connection.execute("DELETE FROM touched")

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
        total = self.marked(_SUM) or self._total()
        return hashlib.sha256(f"{total}\n{self.judgements.digest()}".encode()).hexdigest()

    @property
    def judgements(self) -> judgements.Judgements:
        return judgements.Judgements(self._connection)

    @property
    def connection(self) -> sqlite3.Connection:
        """For tables of others beside these."""
        return self._connection

    def mark(self, name: str, value: str) -> None:
        with self._connection:
            self.note(name, value)

    def note(self, name: str, value: str) -> None:
        """As `mark`, but the caller commits."""
        self._connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, value))

    def marked(self, name: str) -> str:
        """The value last given to a mark; empty for none."""
        row = self._connection.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def settle(self) -> None:
        """Puts all that was committed on the disk: before, power that fails may take the last commits back."""
        self._connection.execute("PRAGMA synchronous=FULL")
        try:
            self.mark(_SETTLED, "yes")  # what changes nothing puts nothing on the disk
        finally:
            self._connection.execute("PRAGMA synchronous=NORMAL")

    def close(self) -> None:
        self._connection.close()
