"""What persons decided about names, kept in the ledger: one judgement a pair, whatever documents come and go."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any

from kg.model import Judgement, Meant, Verdict

SCHEMA = "CREATE TABLE IF NOT EXISTS judgements (pair TEXT PRIMARY KEY, judgement TEXT NOT NULL) WITHOUT ROWID;"


class Judgements:
    """The judgements of a ledger's file; each change is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, judgement: Judgement) -> None:
        """Keeps a judgement in place of any other of the same pair."""
        row = (_pair(judgement), json.dumps(_dump(judgement), sort_keys=True))
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO judgements VALUES (?, ?)", row)

    def drop(self, judgement: Judgement) -> bool:
        """Forgets what was decided of the pair; False where nothing was."""
        with self._connection:
            gone = self._connection.execute("DELETE FROM judgements WHERE pair = ?", (_pair(judgement),))
        return gone.rowcount > 0

    def all(self) -> list[Judgement]:
        """All judgements, the newest first."""
        # A store that was last written before there were judgements has no table of them, and a reader cannot make it.
        if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'judgements'").fetchone():
            return []
        found = [_load(json.loads(row)) for (row,) in self._connection.execute("SELECT judgement FROM judgements")]
        return sorted(sorted(found), key=lambda judgement: judgement.at, reverse=True)

    def digest(self) -> str:
        """Equal for equal judgements; empty for none."""
        said = json.dumps([_dump(judgement) for judgement in self.all()], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest() if said != "[]" else ""


def _pair(judgement: Judgement) -> str:
    return json.dumps(sorted([_meant(judgement.left), _meant(judgement.right)]))


def _meant(meant: Meant) -> list[Any]:
    return [meant.name, meant.type, list(meant.documents)]


def _dump(judgement: Judgement) -> dict[str, Any]:
    return {
        "left": _meant(judgement.left),
        "right": _meant(judgement.right),
        "verdict": judgement.verdict,
        "by": judgement.by,
        "at": judgement.at,
    }


def _load(said: dict[str, Any]) -> Judgement:
    left, right = (Meant(name, type_, tuple(documents)) for name, type_, documents in (said["left"], said["right"]))
    return Judgement(left, right, Verdict(said["verdict"]), said["by"], said["at"])
