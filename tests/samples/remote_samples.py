"""The hand-made world put into stores, here and on servers, and the files that come out of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from graph_samples import World, world, write_graph

from kg.export import export
from kg.graph.store import Store
from kg.model import Knowledge
from kg.remote.address import Address
from kg.remote.client import Patience
from kg.remote.store import RemoteStore

FORMATS = (".ttl", ".nt", ".nq", ".jsonld", ".csv", ".graphml")


@dataclass
class Bench:
    """A world, a folder for ledgers and files, and as much patience as tests need."""

    folder: Path
    patience: Patience

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger"

    @cached_property
    def made(self) -> World:
        return world()

    @cached_property
    def expected(self) -> dict[str, bytes]:
        """The files of a store in memory."""
        with Store.open(None) as store:
            self.fill(store)
            return self.files(store)

    def to_write(self, url: str, graph: str = "", ledger: Path | None = None) -> RemoteStore:
        return RemoteStore.connect(Address(url, graph), ledger or self.ledger, "write", patience=self.patience)

    def to_read(self, url: str, graph: str = "", ledger: Path | None = None) -> RemoteStore:
        """Without a ledger, unless one is named."""
        return RemoteStore.connect(Address(url, graph), ledger or self.folder / "none", patience=self.patience)

    def fill(self, store: Store, *without: str) -> None:
        """Puts the world into the store and its graph, without these documents."""
        for extraction in self.made.extractions():
            if extraction.document.id in without:
                store.remove(extraction.document.id)
            else:
                store.put(extraction)
        write_graph(store, self.knowledge(*without))

    def knowledge(self, *without: str) -> Knowledge:
        """What the world says without these documents."""
        facts = [fact for fact in self.made.facts if fact.evidence[0].document not in without]
        known = replace(self.made, facts=facts).knowledge()
        return replace(known, entities=tuple(one for one in known.entities if one.documents))

    def files(self, store: Store) -> dict[str, bytes]:
        return {suffix: export(store, self.folder / f"graph{suffix}").read_bytes() for suffix in FORMATS}
