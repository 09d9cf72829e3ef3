"""`kg export`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import PATH
from kg.cli.place import place_options
from kg.cli.terminal import progress
from kg.export import FORMATS
from kg.export import export as write
from kg.export.drawing import LIMIT
from kg.remote.place import Place


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("--nodes", type=click.IntRange(1), default=LIMIT, show_default=True, help="Entities on an .html page.")
@place_options
def export(files: tuple[Path, ...], nodes: int, place: Place) -> None:
    """Write the graph to files. The suffix names the format; equal graphs give equal bytes.

    RDF: .ttl .nt .nq .trig .jsonld .rdf. A table of facts: .csv. For graph tools: .graphml .gexf. A page that shows the
    graph and works offline: .html, with the most important entities; it says what it leaves out.

    \b
    Examples:
      kg export graph.ttl
      kg export graph.html facts.csv --store my-store
      kg export overview.html --nodes 80
    """
    unknown = [file for file in files if file.suffix.lower() not in FORMATS]
    if unknown:
        raise click.UsageError(f"{unknown[0]}: got a file of no known format, expected one of {', '.join(FORMATS)}")
    with place.open() as store, progress("Writing", len(files)) as tick:
        for file in files:
            write(store, file, nodes)
            tick(str(file))
    for file in files:
        click.echo(f"{file}  {file.stat().st_size:,} bytes")
