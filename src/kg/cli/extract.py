"""`kg extract`."""

from __future__ import annotations

import json
from typing import Any

import click

from kg.cli.facts import fact_table
from kg.cli.options import fetch_option, read_settings, settings_options, workers_option
from kg.cli.terminal import cell, output, progress, warn
from kg.documents import read_sources
from kg.errors import InputError
from kg.model import Document, Knowledge
from kg.pipeline import extract_each
from kg.reading import ENGLISH, Reader
from kg.records import document_record
from kg.settings import Settings


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True, help="How to print."
)
@settings_options
@workers_option
@fetch_option
def extract(sources: tuple[str, ...], form: str, fetch: bool, **given: Any) -> None:
    """Print the facts of each article by itself; keep nothing.

    SOURCE is what `kg build` takes. JSON lines hold a line a document: its facts, each with subject, predicate,
    object, qualifiers, confidence and the sentences that say it, by character offsets in the text.

    \b
    Examples:
      kg extract article.txt --format table
      kg extract news/ > facts.jsonl
      curl -s https://example.org/article.html | kg extract -
    """
    reader = Reader(read_settings(Settings(), **given))
    failed = False
    with progress("Reading") as tick:
        for item in extract_each(read_sources(sources, fetch=fetch), reader):
            if isinstance(item, InputError):
                failed = True
                warn(str(item))
            else:
                _print(*item, form)
                tick(item[0].id)
    if failed:
        raise click.exceptions.Exit(1)


def _print(document: Document, knowledge: Knowledge, form: str) -> None:
    if document.language != ENGLISH:
        warn(f"{document.id}: does not look like English; nothing was read from it")
    if form == "jsonl":
        click.echo(json.dumps(document_record(document.id, knowledge), ensure_ascii=False))
        return
    console = output()
    console.print(cell(document.id, "bold"))
    console.print(fact_table(knowledge.facts, knowledge.entities) if knowledge.facts else "no facts")
    console.print()
