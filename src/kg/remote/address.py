"""The address of a graph on a server, and where such a server may take queries, updates and whole graphs."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import StoreError

SCHEMES = ("https://", "http://")
LEDGERS = Path("kg-ledger")
"""Where ledgers lie unless they are told to lie elsewhere, under the working directory."""
DIGEST = 8
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses of one server, the likeliest first where there are several."""

    query: str
    updates: tuple[str, ...]
    graphs: tuple[str, ...]
    """For the Graph Store Protocol."""


@dataclass(frozen=True, slots=True)
class Address:
    """A graph on a server, as a user names it."""

    url: str
    graph: str = ""
    """The IRI of a named graph; empty for the default graph."""
    update_url: str = ""
    auth_file: Path | None = None

    def __str__(self) -> str:
        return f"{self.url} <{self.graph}>" if self.graph else self.url

    @property
    def encrypted(self) -> bool:
        """True where anything goes by https."""
        return any(url.startswith("https:") for url in (self.url, self.update_url))

    @property
    def ledger(self) -> Path:
        """Where the ledger of this graph lies unless told otherwise: another folder for each server and graph."""
        parts = urlsplit(self.url)
        name = re.sub(r"[^A-Za-z0-9]+", "-", parts.netloc + parts.path).strip("-")[:60]
        digest = hashlib.sha256(f"{self.url}\n{self.graph}".encode()).hexdigest()[:DIGEST]
        return LEDGERS / f"{name}-{digest}"

    @property
    def endpoints(self) -> list[Endpoints]:
        """Where to look, in this order, for a server that was named by its query endpoint or by its root.

        The names are those of Oxigraph, Fuseki, Virtuoso, RDF4J, GraphDB and `kg serve`.
        """
        root, _, last = self.url.rpartition("/")
        if last == "query":
            found = [Endpoints(self.url, (f"{root}/update",), (f"{root}/store", f"{root}/data"))]
        elif last in ("sparql", "sparql-auth"):
            found = [_virtuoso(root, last)]
        else:
            found = [
                Endpoints(f"{self.url}/query", (f"{self.url}/update",), (f"{self.url}/store", f"{self.url}/data")),
                _virtuoso(self.url, "sparql"),
                Endpoints(self.url, (f"{self.url}/statements", self.url), (f"{self.url}/rdf-graphs/service",)),
            ]
        return [self._told(one) for one in found]

    def _told(self, found: Endpoints) -> Endpoints:
        return Endpoints(found.query, (self.update_url,), ()) if self.update_url else found


def is_address(text: str) -> bool:
    """True for what is meant as the address of a server, false for a folder."""
    return text.lower().startswith(SCHEMES)


def checked(address: Address, unencrypted: bool = False) -> Address:
    """The address in the one form that it is kept in; StoreError where it cannot or should not be used.

    `unencrypted` lets http through to other machines.
    """
    if address.graph and not _IRI.fullmatch(address.graph):
        raise StoreError(f"--graph {address.graph}: expected an absolute IRI such as https://example.org/news")
    url = _checked(address.url, unencrypted)
    update = _checked(address.update_url, unencrypted) if address.update_url else ""
    return Address(url, address.graph, update, address.auth_file)


def _checked(url: str, unencrypted: bool) -> str:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise StoreError(f"{url}: not a web address ({error})") from error
    if parts.scheme not in ("http", "https") or not host:
        raise StoreError(f"{url}: expected the address of a SPARQL server, such as https://example.org/sparql")
    if parts.username is not None or parts.password is not None:
        raise StoreError(
            f"an address that holds a password is seen by others; put USER:PASSWORD into a file, give it with "
            f"--auth-file, and --store {parts.scheme}://{host}{f':{port}' if port else ''}{parts.path}"
        )
    if parts.query or parts.fragment:
        raise StoreError(f"{url}: expected an address without ? and #; name a graph of the server with --graph IRI")
    if parts.scheme == "http" and not unencrypted and not is_loopback(host):
        raise StoreError(
            f"{url}: http sends all that is stored, and the password, for anybody on the way to read; "
            "use https, or say --allow-http"
        )
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """True where only programs on this machine listen."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _virtuoso(root: str, last: str) -> Endpoints:
    tail = "-auth" if last.endswith("-auth") else ""
    graphs = (f"{root}/sparql-graph-crud{tail}", f"{root}/graphs")
    return Endpoints(f"{root}/{last}", (f"{root}/{last}", f"{root}/update"), graphs)
