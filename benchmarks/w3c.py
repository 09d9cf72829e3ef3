"""The W3C's SPARQL 1.1 test suites as a checkout of w3c/rdf-tests holds them (its folder `sparql/sparql11`)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pyoxigraph as ox

from kg.graph.store import Store

BASE = "https://w3c.example/sparql11/"
"""Stands for the suite's folder in IRIs: a file: IRI would be refused."""
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TOKEN = "token-of-a-conformance-run"
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Manifest:
    """A manifest file and the tests that it lists."""

    def __init__(self, suite: Path, name: str) -> None:
        self.folder = (suite / name).parent
        self.graph = ox.Store()
        self.graph.load(path=suite / name, format=ox.RdfFormat.TURTLE, base_iri=BASE + name)
        self._suite = suite

    def tests(self) -> list[Term]:
        """The tests, in order; those that stand nowhere in the list of entries are not meant to be run."""
        heads = [quad.object for quad in self.graph.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None)]
        return [test for head in heads for test in self.items(head)]

    def items(self, head: Term | None) -> Iterator[Term]:
        """The members of an RDF list."""
        while isinstance(head, ox.BlankNode):
            first = self.one(head, RDF + "first")
            assert first is not None
            yield first
            head = self.one(head, RDF + "rest")

    def all(self, subject: Term, predicate: str) -> list[Term]:
        assert isinstance(subject, ox.NamedNode | ox.BlankNode)
        return [quad.object for quad in self.graph.quads_for_pattern(subject, ox.NamedNode(predicate), None)]

    def one(self, subject: Term | None, predicate: str) -> Term | None:
        return next(iter(self.all(subject, predicate)), None) if subject is not None else None

    def text(self, subject: Term | None, predicate: str) -> str:
        value = self.one(subject, predicate)
        return value.value if isinstance(value, ox.Literal | ox.NamedNode) else ""

    def file(self, iri: str) -> Path:
        """The file that an IRI of the suite stands for."""
        return self._suite / iri.removeprefix(BASE)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").split(";")[0]


class Client:
    """Sends requests to a server as they are, with the token."""

    def __init__(self, port: int) -> None:
        self._port = port

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request(method, path, body, {**(headers or {}), "Authorization": f"Bearer {TOKEN}"})
        found = connection.getresponse()
        answer = Answer(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
        connection.close()
        return answer


@contextmanager
def server() -> Iterator[Client]:
    """A writable `kg serve` over an empty store."""
    with tempfile.TemporaryDirectory() as folder:
        Store.open(Path(folder) / "store", "write").close()
        (Path(folder) / "token").write_text(TOKEN, encoding="utf-8")
        command = [sys.executable, "-m", "kg", "serve", f"{folder}/store", "--port", "0", "--writable"]
        command += ["--token-file", f"{folder}/token", "--timeout", "60"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            try:
                yield Client(int(process.stdout.readline().rsplit(":", 1)[1].split("/")[0]))
            finally:
                process.terminate()
