"""`kg remove`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import store_option
from kg.cli.terminal import count
from kg.errors import StoreError
from kg.graph.layout import check
from kg.graph.store import Store
from kg.pipeline import refresh


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOC...")
@store_option
def remove(documents: tuple[str, ...], folder: Path) -> None:
    """Take documents out of a store: what only they said goes, what others say too stays.

    DOC is a document's id as `kg build` and `kg stats --documents` print it. The store then holds exactly what it would
    hold had the documents never been read.

    \b
    Example:
      kg remove didi-penalty
    """
    settings = check(folder, None)
    with Store.open(folder, "write", settings) as store:
        known = {document.id for document in store.documents()}
        missing = [name for name in documents if name not in known]
        if missing:
            raise StoreError(
                f"{folder}: holds no document called {', '.join(missing)}; nothing was removed; "
                "`kg stats --documents` lists them"
            )
        before = len(store.reading.facts())
        for name in documents:
            store.remove(name)
        knowledge = refresh(store, store.ontology, settings)
    gone = f"{len(documents)} of {count(len(known), 'document')} and {count(before - len(knowledge.facts), 'fact')}"
    click.echo(f"Removed {gone}; {folder} now holds {len(knowledge.facts)}.")
