"""`kg same`, `kg different`, `kg undecided`."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from kg.cli.place import place_options
from kg.cli.terminal import cell, count, output, table
from kg.joining import find_undecided, total
from kg.model import Judgement, Meant, Verdict
from kg.remote.place import Place
from kg.resolution import Doubt
from kg.review import decide
from kg.review import undo as take_back

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no such user, as in a container: its number or nothing is all there is
        return "unknown"


def _judging(command: Decorated) -> Decorated:
    """What `kg same` and `kg different` take."""
    for option in (
        place_options,
        click.option("--by", default=_user, show_default="you", metavar="NAME", help="Who judges."),
        click.option("--undo", is_flag=True, help="Take this judgement back."),
        click.argument("other", metavar="B"),
        click.argument("one", metavar="A"),
    ):
        command = option(command)
    return command


@click.command()
@_judging
def same(one: str, other: str, undo: bool, by: str, place: Place) -> None:
    """Say that A and B are one, where the graph has two.

    A thing is named by its id, its name or an alias; NAME@DOC means what document DOC calls so. The judgement is kept
    in the store with your name and the time, wins over the program's own, holds for documents to come, and can be taken
    back.

    \b
    Examples:
      kg same 'Coastal Gas' Veltra
      kg same 'Coastal Gas' Veltra --undo
    """
    _judge((one, other), Verdict.SAME, undo, by, place)


@click.command()
@_judging
def different(one: str, other: str, undo: bool, by: str, place: Place) -> None:
    """Say that A and B are two, where the graph has one, or might.

    A thing is named by its id, its name or an alias; NAME@DOC means what document DOC calls so. The judgement is kept
    in the store with your name and the time, wins over the program's own, holds for documents to come, and can be taken
    back.

    \b
    Examples:
      kg different Solent 'Solent Life'
      kg different 'Peter Hale@cup-final' 'Peter Hale@budget'
    """
    _judge((one, other), Verdict.DIFFERENT, undo, by, place)


def _judge(names: tuple[str, str], verdict: Verdict, undo: bool, by: str, place: Place) -> None:
    with place.open("write", place.kept()) as store:
        if undo:
            for gone in take_back(store, names, verdict):
                click.echo(f"Taken back: {_said(gone)}.")
        else:
            click.echo(f"Kept: {_said(decide(store, names, verdict, by, datetime.now(UTC).isoformat()))}.")
        now = total(store)
    click.echo(f"{place} now holds {count(now.entities, 'entity')} and {count(now.facts, 'fact')}.")


@click.command()
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="How many pairs to list.")
@click.option("--judged", is_flag=True, help="List what was judged instead, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each.")
@place_options
def undecided(limit: int, judged: bool, as_json: bool, place: Place) -> None:
    """List names that may be one thing's, the most doubtful first, with what speaks for and against it.

    Both kinds are listed: names that were joined without much certainty, and names that were kept apart although
    something speaks for them. `kg same` and `kg different` settle a pair.

    \b
    Examples:
      kg undecided
      kg undecided --judged
    """
    with place.open("read", place.kept()) as store:
        if judged:
            _show_judged(store.judgements(), as_json)
            return
        found = find_undecided(store)
    _show(found[:limit], as_json)
    if len(found) > limit and not as_json:
        click.echo(f"... and {len(found) - limit} more; see --limit")


def _show(found: Sequence[Doubt], as_json: bool) -> None:
    if as_json:
        for one in found:
            click.echo(json.dumps({**asdict(one), "joined": one.joined}, ensure_ascii=False))
        return
    if not found:
        click.echo("Nothing is in doubt.")
        return
    rows = [
        ("one" if one.joined else "two", f"{one.score:.2f}", one.left, one.right, _ids(one), "; ".join(one.reasons))
        for one in found
    ]
    output().print(table(("now", "score", "name", "other", "ids", "because"), rows, numbers=("score",)))


def _ids(doubt: Doubt) -> str:
    return doubt.ids[0] if doubt.joined else ", ".join(doubt.ids)


def _show_judged(judgements: Sequence[Judgement], as_json: bool) -> None:
    if as_json:
        for one in judgements:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
    elif not judgements:
        click.echo("Nothing was judged.")
    else:
        rows = [(_text(one.left), one.verdict.value, _text(one.right), one.by, one.at[:19]) for one in judgements]
        output().print(table(("name", "judged", "other", "by", "at"), rows))


def _text(meant: Meant) -> str:
    return f"{meant.name} in {', '.join(meant.documents)}" if meant.documents else meant.name


def _said(judgement: Judgement) -> str:
    verb = "is the same as" if judgement.verdict is Verdict.SAME else "is not the same as"
    return cell(f"{_text(judgement.left)} {verb} {_text(judgement.right)}, by {judgement.by}").plain
