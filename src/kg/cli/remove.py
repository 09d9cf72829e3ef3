"""`kg remove`."""

from __future__ import annotations

import click

from kg.cli.place import place_options
from kg.cli.terminal import count
from kg.errors import StoreError
from kg.joining import refresh
from kg.remote.place import Place


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOC...")
@place_options
def remove(documents: tuple[str, ...], place: Place) -> None:
    """Take documents out of a store: what only they said goes, what others say too stays.

    DOC is a document's id as `kg build` and `kg stats --documents` print it. The store then holds exactly what it would
    hold had the documents never been read.

    \b
    Example:
      kg remove didi-penalty
    """
    settings = place.kept()
    with place.open("write", settings) as store:
        known = {document.id for document in store.documents()}
        missing = [name for name in documents if name not in known]
        if missing:
            raise StoreError(
                f"{place}: holds no document called {', '.join(missing)}; nothing was removed; "
                "`kg stats --documents` lists them"
            )
        before = len(store.reading.facts())
        for name in documents:
            store.remove(name)
        totals = refresh(store, store.ontology, settings)
    gone = f"{len(documents)} of {count(len(known), 'document')} and {count(before - totals.facts, 'fact')}"
    click.echo(f"Removed {gone}; {place} now holds {totals.facts}.")
