"""Options that several commands share, and the one place where settings are read."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.settings import Settings

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)
DEFAULT_STORE = Path("kg-store")


def fetch_option(command: Decorated) -> Decorated:
    """`--fetch`."""
    return click.option(
        "--fetch", is_flag=True, help="Get SOURCEs that are web addresses, as far as their robots.txt allows."
    )(command)


def settings_options(command: Decorated) -> Decorated:
    """`--ontology`, `--min-confidence`, `--config`: what makes up Settings."""
    for option in (
        click.option(
            "--config",
            type=PATH,
            metavar="FILE",
            help="Settings as TOML: base, ontology, min_confidence, threads, workers.",
        ),
        click.option(
            "--min-confidence", type=click.FloatRange(0, 1), metavar="X", help="Leave out facts below X (0 to 1)."
        ),
        click.option("--ontology", type=PATH, metavar="DIR", help="An ontology of your own; see `kg ontology`."),
    ):
        command = option(command)
    return command


def workers_option(command: Decorated) -> Decorated:
    """`--workers N`."""
    return click.option(
        "--workers",
        type=click.IntRange(0, 256),
        metavar="N",
        help="Processes that read side by side (0: one for each core, 8 at most).",
    )(command)


def read_settings(known: Settings, config: Path | None = None, **given: Any) -> Settings:
    """`known`, overridden by a TOML file, overridden by the options that were given (are not None)."""
    told = _read_toml(config) if config else {}
    told.update({name: value for name, value in given.items() if value is not None})
    return replace(known, **told)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise click.UsageError(f"--config {path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise click.UsageError(f"--config {path}: got a file that is no TOML ({error})") from error
    return {name: _checked(name, value, path) for name, value in told.items()}


def _checked(name: str, value: Any, path: Path) -> Any:
    defaults = {field.name: field.default for field in fields(Settings)}
    if name not in defaults:
        raise click.UsageError(f"--config {path}: got the key {name!r}; expected one of {', '.join(sorted(defaults))}")
    if name == "ontology":
        return path.parent / str(value)
    wanted = type(defaults[name])
    if isinstance(value, bool) or not isinstance(value, (int, float) if wanted is float else wanted):
        raise click.UsageError(f"--config {path}: {name} is {value!r}; expected a value such as {defaults[name]!r}")
    return value
