"""`kg build`."""

from __future__ import annotations

from typing import Any

import click

from kg import shards
from kg.cli.options import fetch_option, read_settings, settings_options, workers_option
from kg.cli.place import place_options
from kg.cli.sharding import make_share, sharding_options
from kg.cli.terminal import cell, count, output, progress, table, warn
from kg.documents import read_sources
from kg.pipeline import Built, Status, build_from
from kg.pipeline import build as build_store
from kg.reading import Reader
from kg.remote.place import Place
from kg.shards import Plan


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@place_options
@settings_options
@workers_option
@fetch_option
@sharding_options
@click.option("--again", is_flag=True, help="Read unchanged documents again too.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what went wrong.")
def build(
    sources: tuple[str, ...],
    place: Place,
    fetch: bool,
    plan: Plan | None,
    again: bool,
    quiet: bool,
    **given: Any,
) -> None:
    """Read articles into a store and join what they say.

    SOURCE is a file, a folder, a pattern in quotes, - for standard input, or with --fetch a web address. Read are .txt,
    .md, .html, .htm, .jsonl (a line a document: "id", "text" and, if known, "title", "url", "published"), .warc, and
    feeds (.rss, .atom, .xml), each of them also packed as .gz or .zst. Run again, it reads only what is new or changed,
    and adds nothing twice. A store keeps the settings it was built with until others are given.

    \b
    Examples:
      kg build news/
      kg build 'news/**/*.html' feed.jsonl.gz --store my-store
      cat article.txt | kg build -
      kg build news/ --store https://example.org/sparql --auth-file token.txt
      kg build news/ --shards shards/
    """
    reader = Reader(read_settings(place.remembered(), **given))
    if plan is not None and plan.share is not None:
        with progress("Making shards") as tick:
            if not make_share(shards.make(sources, plan, reader), plan, quiet, tick):
                raise click.exceptions.Exit(1)
        return
    with place.open("write", reader.settings) as store, progress("Reading") as tick:
        if plan is None:
            built = build_store(read_sources(sources, fetch=fetch), store, reader, tick, again)
        else:
            built = build_from(shards.read(sources, plan, reader), store, reader, tick, again)
    _warn(built)
    if not quiet:
        _show(built, place)
    if built.errors:
        raise click.exceptions.Exit(1)


def _warn(built: Built) -> None:
    for error in built.errors:
        warn(str(error))
    for outcome in built.outcomes:
        if outcome.status is Status.UNREAD:
            warn(f"{outcome.document}: does not look like English; kept in the store, but nothing was read from it")


def _show(built: Built, place: Place) -> None:
    console = output()
    rows = [(one.document, str(one.entities), str(one.facts), one.status.value) for one in built.outcomes]
    if rows:
        console.print(table(("document", "entities", "facts", ""), rows, numbers=("entities", "facts")))
    known = built.totals
    said = f"{count(known.entities, 'entity')} and {count(known.facts, 'fact')}, {known.asserted} of them asserted."
    console.print(cell(f"{place} holds {said}"))
