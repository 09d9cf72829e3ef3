"""Where a store is: in a folder, or on a server with the folder of its ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.graph import layout
from kg.graph.store import Mode, Store
from kg.remote.address import Address, checked, is_address
from kg.remote.folder import LedgerFolder
from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class Place:
    """Made by `Place.of`."""

    folder: Path
    """The store's, or that of the ledger where the graph lies on a server."""
    address: Address | None = None

    @classmethod
    def of(cls, named: str | Path, ledger: Path | None = None) -> Place:
        """The place that a path or an address names; StoreError for an address that cannot be used."""
        if isinstance(named, str) and is_address(named):
            return cls.on_server(Address(named), ledger)
        return cls(Path(named))

    @classmethod
    def on_server(cls, address: Address, ledger: Path | None = None, unencrypted: bool = False) -> Place:
        """The place of a graph on a server; `unencrypted` lets http through to other machines."""
        known = checked(address, unencrypted)
        return cls(ledger or known.ledger, known)

    def __str__(self) -> str:
        return str(self.address or self.folder)

    def open(self, mode: Mode = "read", settings: Settings | None = None) -> Store:
        """The store there; see `Store.open`."""
        if self.address is None:
            return Store.open(self.folder, mode, settings)
        from kg.remote.store import RemoteStore  # noqa: PLC0415 - httpx takes 0.1 s, which a store in a folder need not

        return RemoteStore.connect(self.address, self.folder, mode, settings)

    def remembered(self) -> Settings:
        """What the store was last written with; the defaults where there is none yet."""
        return layout.remembered(self.folder) if self.address is None else self._ledger(self.address).remembered()

    def kept(self) -> Settings:
        """As `remembered`; StoreError where there is no store, or no ledger of the one on a server."""
        return layout.check(self.folder, None) if self.address is None else self._ledger(self.address).kept()

    def _ledger(self, address: Address) -> LedgerFolder:
        return LedgerFolder(self.folder, address)
