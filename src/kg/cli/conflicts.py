"""`kg conflicts`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import click
from rich.text import Text

from kg.cli.place import place_options
from kg.cli.terminal import cell, output, table
from kg.graph.reading import Source
from kg.query.conflicts import Conflict, find_conflicts
from kg.remote.place import Place


@click.command()
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each contradiction.")
@place_options
def conflicts(as_json: bool, place: Place) -> None:
    """Show what the documents contradict each other in, side by side, with the sentences.

    Two chief executives of one firm at once, two amounts of one fine, two birth dates, a deal that one document reports
    and another denies. Nothing is corrected: the graph keeps what each document says.

    \b
    Examples:
      kg conflicts
      kg conflicts --json
    """
    with place.open() as store:
        found = find_conflicts(store)
        sources = {source.id: source for source in store.reading.sources()}
    if as_json:
        for conflict in found:
            click.echo(json.dumps(_record(conflict, sources), ensure_ascii=False))
    elif found:
        for conflict in found:
            _show(conflict, sources)
    else:
        click.echo("No document contradicts another.")


def _show(conflict: Conflict, sources: Mapping[str, Source]) -> None:
    console = output()
    console.print(Text.assemble(cell(conflict.about, "bold"), "  ", cell(conflict.kind, "yellow")))
    console.print(table(("says", "document", "published", "sentence"), list(_rows(conflict, sources))))
    console.print()


def _rows(conflict: Conflict, sources: Mapping[str, Source]) -> Iterator[tuple[str, str, str, str]]:
    for side in conflict.sides:
        for one in side.evidence:
            yield side.says, one.document, _published(one.document, sources), " ".join(one.quote.split())


def _published(document: str, sources: Mapping[str, Source]) -> str:
    return sources[document].published if document in sources else ""


def _record(conflict: Conflict, sources: Mapping[str, Source]) -> dict[str, object]:
    names = ("says", "document", "published", "sentence")
    sides = [dict(zip(names, row, strict=True)) for row in _rows(conflict, sources)]
    return {"kind": conflict.kind, "about": conflict.about, "sides": sides}
