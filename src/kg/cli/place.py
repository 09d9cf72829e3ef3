"""The options that say where a store is: in a folder, or on a server."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from kg.cli.options import DEFAULT_STORE, PATH
from kg.remote.address import Address, is_address
from kg.remote.place import Place

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

OPTIONS = (
    click.option(
        "--store",
        default=str(DEFAULT_STORE),
        show_default=True,
        metavar="DIR|URL",
        help="The store's folder, or the address of a SPARQL 1.1 server.",
    ),
    click.option("--graph", metavar="IRI", help="On a server: this named graph, not the default graph."),
    click.option(
        "--ledger", type=PATH, metavar="DIR", help="For a server: where the documents are kept.  [default: kg-ledger/…]"
    ),
    click.option(
        "--auth-file", type=PATH, metavar="FILE", help="For a server: a token or USER:PASSWORD, in a file of one line."
    ),
    click.option("--update-url", metavar="URL", help="For a server: where updates go, if kg does not find it itself."),
    click.option("--allow-http", is_flag=True, help="For a server: unencrypted to another machine too."),
)


def place_options(command: Decorated) -> Decorated:
    """`--store` and what goes with the address of a server; the command gets a Place as `place`."""

    @wraps(command)
    def placed(
        *args: Any,
        store: str,
        graph: str | None,
        ledger: Path | None,
        auth_file: Path | None,
        update_url: str | None,
        allow_http: bool,
        **given: Any,
    ) -> Any:
        if is_address(store):
            address = Address(store, graph or "", update_url or "", auth_file)
            return command(*args, place=Place.on_server(address, ledger, allow_http), **given)
        told = {"--graph": graph, "--ledger": ledger, "--auth-file": auth_file, "--update-url": update_url}
        named = [name for name, value in told.items() if value is not None]
        if named:
            raise click.UsageError(f"{named[0]} goes with the address of a server; got --store {store}")
        return command(*args, place=Place(Path(store)), **given)

    decorated: Callable[..., Any] = placed
    for option in reversed(OPTIONS):
        decorated = option(decorated)
    return cast(Decorated, decorated)
