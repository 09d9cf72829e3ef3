"""The folder of a ledger: which graph it is the ledger of, and that one program at a time writes to it.

<ledger>/kg-store.json    as in any store: the base of the graph's IRIs, and the settings
<ledger>/kg-remote.json   the server and the graph
<ledger>/ledger.sqlite    documents and their extractions
<ledger>/lock.sqlite      held by the one that writes
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from kg.errors import StoreError
from kg.graph import layout
from kg.graph.ledger import Ledger
from kg.remote.address import Address
from kg.settings import Settings

TARGET, LOCK = "kg-remote.json", "lock.sqlite"


class LedgerFolder:
    """The ledger of a graph on a server, in a folder here."""

    def __init__(self, path: Path, address: Address) -> None:
        self.path = path
        self.address = address
        self._lock: sqlite3.Connection | None = None

    @property
    def exists(self) -> bool:
        return (self.path / TARGET).is_file()

    def remembered(self) -> Settings:
        """What the graph was last written with; the defaults where there is no ledger yet."""
        return self.kept() if self.exists else Settings()

    def kept(self) -> Settings:
        """As `remembered`; StoreError where there is no ledger, or another graph's."""
        if not self.exists:
            raise StoreError(
                f"{self.path}: no ledger of {self.address} is there, and nothing else knows the documents and what was "
                "judged; name the folder that kg build kept it in with --ledger"
            )
        self._check_target()
        return layout.check(self.path, None)

    def open_to_read(self) -> Ledger:
        """The ledger; an empty one where there is none here."""
        file = self.path / layout.LEDGER
        return Ledger.readable(file) if self.exists and file.is_file() else Ledger.in_memory()

    def open_to_write(self, settings: Settings | None) -> tuple[Ledger, Settings]:
        """The ledger, made where there is none, and the settings that hold; nobody else writes until `close`."""
        if (self.path / layout.GRAPH).exists():
            raise StoreError(f"{self.path}: a store with a graph of its own; choose another folder with --ledger")
        known = self.exists
        if known:
            self._check_target()
        told = layout.prepare(self.path, settings)
        self._hold()
        if not known:
            self._write_target()
        return Ledger.writable(self.path / layout.LEDGER), told

    def close(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _hold(self) -> None:
        self._lock = sqlite3.connect(self.path / LOCK, timeout=0, isolation_level=None)
        self._lock.execute("BEGIN EXCLUSIVE")

    def _write_target(self) -> None:
        said = {"url": self.address.url, "graph": self.address.graph}
        draft = self.path / f"{TARGET}.new"
        draft.write_text(json.dumps(said) + "\n", encoding="utf-8")
        draft.replace(self.path / TARGET)

    def _check_target(self) -> None:
        try:
            said = json.loads((self.path / TARGET).read_text(encoding="utf-8"))
            kept = Address(str(said["url"]), str(said["graph"]))
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{self.path / TARGET}: damaged; build again with another --ledger") from error
        if (kept.url, kept.graph) != (self.address.url, self.address.graph):
            raise StoreError(
                f"{self.path}: the ledger of {kept}, not of {self.address}; name its own with --ledger, or leave it out"
            )
