"""A store whose graph lies on a server. The ledger stays here: texts of others are not given to a server for all.

The ledger changes first, the server after it, batch by batch, by what tells the server's graph from the wanted one. A
run that ends in between leaves `stale` true, and the next `follow` sends what is missing, whatever had arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph import layout
from kg.graph.following import Changes
from kg.graph.ledger import Ledger
from kg.graph.quads import quads
from kg.graph.store import WRITTEN, Answer, Mode, Store
from kg.graph.vocabulary import Vocabulary
from kg.model import Portion
from kg.ontology import load
from kg.remote.address import Address
from kg.remote.batches import batches
from kg.remote.client import Client, Patience
from kg.remote.credentials import read_credentials
from kg.remote.folder import LedgerFolder
from kg.remote.server import Server
from kg.settings import Settings

OURS = "remote"
"""The ledger's mark for a graph that held nothing but what this ledger says when the two first met."""
ROUNDS = 3
"""Looks at the server, at most, until it holds what it was sent."""
_ELSEWHERE = "give kg a graph of its own with --graph IRI"


class RemoteStore(Store):
    """Open one with `RemoteStore.connect`."""

    def __init__(self, server: Server, ledger: Ledger, folder: LedgerFolder, settings: Settings) -> None:
        self._server = server
        self._ledger = ledger
        self._folder = folder
        self.settings = settings
        self.path = folder.path
        self.writable = False

    @classmethod
    def connect(
        cls,
        address: Address,
        ledger: Path,
        mode: Mode = "read",
        settings: Settings | None = None,
        patience: Patience | None = None,
    ) -> RemoteStore:
        """The graph at this address, with its ledger in a folder, which only writing needs.

        StoreError where the server cannot be reached, or may not be changed in mode `write`.
        """
        folder = LedgerFolder(ledger, address)
        known = read_credentials(address.auth_file) if address.auth_file else None
        client = Client(known, patience, address.encrypted)
        try:
            server = Server(client, address)
            if mode == "write":
                return cls._to_write(server, folder, settings)
            told = _read_settings(server, folder, settings)
            with layout.explained(ledger):
                return cls(server, folder.open_to_read(), folder, told)
        except BaseException:
            folder.close()
            client.close()
            raise

    @classmethod
    def _to_write(cls, server: Server, folder: LedgerFolder, settings: Settings | None) -> RemoteStore:
        server.prepare()
        with layout.explained(folder.path):
            ledger, told = folder.open_to_write(settings)
        store = cls(server, ledger, folder, told)
        store.writable = True
        return store

    @cached_property
    def _graph(self) -> ox.Store:  # type: ignore[override]
        """All that the server holds, as it was when it was first needed: what reads it whole reads this."""
        found = ox.Store()
        found.bulk_extend(ox.Quad(one.subject, one.predicate, one.object) for one in self._server.everything())
        return found

    def query(self, sparql: str, substitutions: Mapping[str, ox.NamedNode | ox.Literal] | None = None) -> Answer:
        """The server's answer. SyntaxError where the text is no SPARQL, as the engine says it."""
        if substitutions:
            return super().query(sparql, substitutions)
        prefixes = dict(self.vocabulary.prefixes)
        kind = ox.Store().query(sparql, prefixes=prefixes)
        # A prefix that the text declares itself comes later, and so holds.
        used = (f"PREFIX {name}: <{space}> " for name, space in prefixes.items() if f"{name}:" in sparql)
        text = "".join(used) + sparql
        if not isinstance(kind, ox.QueryTriples):
            return self._server.rows(text)
        answer = ox.Store()
        answer.extend(ox.Quad(one.subject, one.predicate, one.object) for one in self._server.triples(text))
        return answer.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")

    def touched(self, all_: bool = False) -> list[str]:
        """As for every store; the server is asked for what it holds each time."""
        ledger = self._to_change()
        found = ledger.ids() if all_ else ledger.touched()
        ledger.follow_up()
        return found

    def follow(self, changes: Changes, everything: Callable[[], Iterator[Portion]]) -> None:  # noqa: ARG002 - as Store
        """Makes the server's graph say everything; what others changed there is put right too.

        Nothing is sent where that would take away what this ledger never wrote.
        """
        with layout.explained(self.path):
            self._to_change()
            parts = (quads(part.knowledge, part.documents, self.vocabulary) for part in everything())
            self._say({quad.triple for part in parts for quad in part})

    def _say(self, wanted: set[ox.Triple]) -> None:
        digest = self._ledger.digest()
        present = self._server.everything()
        self._claim(present - wanted)
        self._ledger.settle()
        self._send(present, wanted)
        self.__dict__.pop("_graph", None)
        self._ledger.mark(WRITTEN, digest)

    @property
    def name(self) -> str:
        return str(self._folder.address)

    def close(self) -> None:
        """Lets others write."""
        with layout.explained(self.path):
            self._server.close()
            self._ledger.close()
            self._folder.close()
        self.__dict__.pop("_graph", None)

    def _claim(self, unknown: set[ox.Triple]) -> None:
        strange = [str(one) for one in unknown if not self._may_be_ours(one)]
        if strange:
            raise StoreError(
                f"{self.name}: holds {len(strange):,} triples that kg never wrote, such as {min(strange)}; nothing "
                f"was changed; {_ELSEWHERE}"
            )
        if unknown and not self._ledger.marked(OURS):
            raise StoreError(
                f"{self.name}: holds {len(unknown):,} triples that the ledger in {self.path} knows nothing of and that "
                f"would be lost; name the ledger that they were written from with --ledger, or {_ELSEWHERE}"
            )
        self._ledger.mark(OURS, self.name)

    def _may_be_ours(self, triple: ox.Triple) -> bool:
        blank = isinstance(triple.object, ox.BlankNode)
        return (
            isinstance(triple.subject, ox.NamedNode)
            and triple.subject.value.startswith(self.settings.base)
            and not blank
        )

    def _send(self, present: set[ox.Triple], wanted: set[ox.Triple]) -> None:
        for turn in range(ROUNDS):
            if present == wanted:
                return
            for batch in batches(present, wanted, self.vocabulary):
                self._server.change(batch, plainly=turn > 0)
            if self._server.count() == len(wanted):
                return
            present = self._server.everything()
        if present != wanted:
            raise StoreError(
                f"{self.name}: took all that was sent, but lacks {len(wanted - present):,} triples of it and holds "
                f"{len(present - wanted):,} others, such as {min(map(str, wanted ^ present))}; is somebody else "
                "writing to it?"
            )


def _read_settings(server: Server, folder: LedgerFolder, given: Settings | None) -> Settings:
    """Those of the ledger, where it is here; else `given` or the defaults, with the base that the graph's IRIs have."""
    if folder.exists:
        kept = folder.kept()
        return replace(given, base=kept.base) if given else kept
    told = given or Settings()
    document = Vocabulary(load(told.ontology), told.base).term("Document")
    found = server.rows(f"SELECT ?d WHERE {{ ?d a {document} }} LIMIT 1")
    nodes = [row["d"] for row in found] if isinstance(found, ox.QuerySolutions) else []
    if not nodes or not isinstance(nodes[0], ox.NamedNode):
        raise StoreError(
            f"{folder.address}: holds no graph of kg; make one with: kg build SOURCE --store {folder.address.url}, "
            "or name the graph of the server that holds one with --graph IRI"
        )
    return replace(told, base=nodes[0].value.rpartition("document/")[0])
