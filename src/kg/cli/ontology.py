"""`kg ontology`."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from kg import ontology as bundled
from kg.errors import OntologyError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def ontology(folder: Path) -> None:
    """Copy the ontology that kg carries to FOLDER, which must not hold anything yet.

    It is plain text: classes and relations in kg.ttl, rules in shapes.ttl, the words that give each relation away
    in cues/, name parts in names/. Edit it, then read articles with --ontology FOLDER.

    \b
    Example:
      kg ontology my-ontology
      kg build news/ --ontology my-ontology
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OntologyError(f"{folder}: got a path that is in use; expected a new or empty folder; name another one")
    try:
        shutil.copytree(bundled.load().folder, folder, dirs_exist_ok=True)
    except OSError as error:
        raise OntologyError(
            f"{folder}: cannot be written ({error.strerror}); name a folder that you may write"
        ) from error
    click.echo(f"{folder} holds the ontology. Use it: kg build SOURCE --ontology {folder}")
