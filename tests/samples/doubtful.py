"""A small archive in which some names may be one thing's."""

from __future__ import annotations

import time
from pathlib import Path

from kg.graph.store import Store
from kg.joining import refresh
from kg.model import Document, Extraction, Mention, MentionKind, Span
from serving import Served

DOCUMENTS = {
    "a": (("Company", "Coastal Gas"), ("Person", "Peter Hale")),
    "b": (("Company", "Veltra"), ("Person", "Peter Hale")),
    "c": (("Company", "Harbour Lines"), ("Company", "Harbor Lines Ferries")),
    "d": (("Company", "Harbour Lines Ltd"), ("Person", "Hale")),
}


def told(id_: str, *things: tuple[str, ...]) -> Extraction:
    """A document of things: (class, names ...)."""
    text = "\n".join(name for _, *names in things for name in names)
    mentions = [
        Mention(id_, Span(at, at + len(name)), name, MentionKind.NAME, cls, chain)
        for chain, (cls, *names) in enumerate(things)
        for name in names
        for at in [text.index(name)]
    ]
    return Extraction(Document(id_, text, body=(Span(0, len(text)),)), tuple(mentions), ())


def ready(served: Served) -> Served:
    """The server, when it has found the names in doubt: a busy machine may take longer than a browser waits."""
    while served.ask("GET", "/doubts").status == 503:
        time.sleep(0.5)
    return served


def archive(path: Path) -> Path:
    """The store of these documents."""
    with Store.open(path, "write") as store:
        for id_, things in DOCUMENTS.items():
            store.put(told(id_, *things))
        refresh(store, store.ontology, store.settings)
    return path
