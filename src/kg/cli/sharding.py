"""`kg build --shards`: the options, and what a run says that makes shards and no store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar, cast

import click

from kg.cli.terminal import cell, count, output, warn
from kg.errors import InputError
from kg.remote.address import is_address
from kg.shards import ENGINES, SIZE, Made, Plan

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _share(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """`I/N`: the I-th of N shares."""
    if value is None:
        return None
    found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", value)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise click.BadParameter(f"got {value!r}, expected I/N with I from 1 to N, such as 3/16", ctx, param)
    return int(found[1]), int(found[2])


OPTIONS = (
    click.option(
        "--shards", metavar="DIR|URL", help="Read by way of shards, kept there: a run that ends goes on where it was."
    ),
    click.option(
        "--shard",
        "part",
        callback=_share,
        metavar="I/N",
        help="Make only the I-th of N shares of the shards; no store.",
    ),
    click.option("--shard-size", "size", type=click.IntRange(1), metavar="N", help=f"Documents a shard.  [{SIZE}]"),
    click.option("--engine", type=click.Choice(list(ENGINES)), help="What makes the shards.  [processes]"),
    click.option(
        "--cluster",
        envvar="RAY_ADDRESS",
        default="local",
        metavar="ADDRESS",
        help="For Ray: the cluster, also by RAY_ADDRESS.  [one of this machine]",
    ),
)


def sharding_options(command: Decorated) -> Decorated:
    """`--shards` and what goes with it; the command gets a Plan or None as `plan`."""

    @wraps(command)
    def sharded(
        *args: Any,
        shards: str | None,
        part: tuple[int, int] | None,
        size: int | None,
        engine: str | None,
        cluster: str,
        **given: Any,
    ) -> Any:
        if shards is None:
            told = {"--shard": part, "--shard-size": size, "--engine": engine}
            for name, value in told.items():
                if value is not None:
                    raise click.UsageError(f"{name} goes with --shards DIR")
            return command(*args, plan=None, **given)
        _check(given)
        plan = Plan(shards, size or SIZE, part, engine or "processes", cluster, given["again"])
        return command(*args, plan=plan, **given)

    decorated: Callable[..., Any] = sharded
    for option in reversed(OPTIONS):
        decorated = option(decorated)
    return cast(Decorated, decorated)


def _check(given: dict[str, Any]) -> None:
    if given["fetch"]:
        raise click.UsageError("--fetch does not go with --shards; get the pages first, as files")
    for source in given["sources"]:
        if source == "-" or is_address(source):
            raise click.UsageError(f"--shards takes files, folders and patterns, which can be read again; got {source}")


def make_share(made: Iterator[Made | InputError], plan: Plan, quiet: bool, tick: Callable[[str], None]) -> bool:
    """Makes shards and says how many; False where something could not be read."""
    errors: list[str] = []
    total = new = documents = 0
    for item in made:
        if isinstance(item, InputError):
            errors.append(str(item))
            continue
        new += item.new
        for manifest in item.manifests:
            total += 1
            documents += manifest.documents
            errors.extend(manifest.errors)
            tick(manifest.name)
    for error in errors:
        warn(error)
    if not quiet:
        mine = f"share {plan.share[0]} of {plan.share[1]}: " if plan.share else ""
        said = f"{mine}{count(total, 'shard')} of {count(documents, 'document')}, {new} of them made now."
        output().print(cell(f"{plan.shelf}, {said}"))
    return not errors
