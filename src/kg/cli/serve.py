"""`kg serve`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kg.cli.options import DEFAULT_STORE, PATH
from kg.errors import ServeError
from kg.graph import layout
from kg.serve.access import Access, checked, is_loopback, read_token
from kg.serve.app import make_app
from kg.serve.graphview import ROUTES as GRAPH_VIEW
from kg.serve.options import Options
from kg.serve.pages import PAGES, begin, page_routes
from kg.serve.running import listen
from kg.serve.running import serve as serve_app

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
"""What a browser on this machine calls it. A page elsewhere that has its own name point here gets nothing."""


@click.command()
@click.argument("place", required=False, type=PATH, metavar="[STORE]")
@click.option("--store", "folder", type=PATH, metavar="DIR", help=f"The store's folder.  [default: {DEFAULT_STORE}]")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=7333, show_default=True, help="The port; 0 takes a free one."
)
@click.option("--timeout", type=click.FloatRange(0.1), default=10.0, show_default=True, help="Seconds for a query.")
@click.option("--memory", type=click.IntRange(64), default=1024, show_default=True, help="Megabytes for a query.")
@click.option(
    "--workers", type=click.IntRange(1), help="Queries that run at once.  [default: one a processor, 2 at least]"
)
@click.option("--max-rows", type=click.IntRange(1), default=100_000, show_default=True, help="Rows in one answer.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Let pages of this origin read; * for all.")
@click.option("--allow-service", multiple=True, metavar="HOST", help="Let SERVICE call this host.")
@click.option("--writable", is_flag=True, help="Take updates from those who send the token.")
@click.option("--token-file", type=PATH, metavar="FILE", help="The token; asked for when it is needed and not given.")
@click.option("--open", "open_", is_flag=True, help="On a public address: let anybody read.")
def serve(
    place: Path | None, folder: Path | None, host: str, port: int, token_file: Path | None, open_: bool, **given: Any
) -> None:
    """Serve a store on the web: pages for people, SPARQL 1.1 for programs.

    It reads unless told --writable, and listens to this machine alone unless told --host. On any other address every
    request needs the token (--open: only those that write). What is written into named graphs stays; the default graph
    is made anew by each kg build.

    \b
    Examples:
      kg serve
      kg serve my-store --port 8080 --timeout 30
      kg serve --writable --token-file token.txt
      curl localhost:7333/sparql --data-urlencode 'query=SELECT * { ?who kg:ceoOf ?firm }'
    """
    if place and folder:
        raise click.UsageError("got a store twice; name it as STORE or with --store")
    path = place or folder or DEFAULT_STORE
    layout.check(path, None)
    options = _options(path, host, _token(host, token_file, given["writable"]), open_, **given)
    with listen(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listener.getsockname()[1]}"
        serve_app(
            make_app(options, [*GRAPH_VIEW, *page_routes(PAGES)], begin),
            listener,
            lambda: click.echo(f"{path}: open {address}/ in a browser; SPARQL at {address}/sparql (Ctrl-C ends it)"),
        )


def _token(host: str, file: Path | None, writable: bool) -> str:
    if file:
        return read_token(file)
    if not writable and is_loopback(host):
        return ""
    if not sys.stdin.isatty():
        what = "--writable" if writable else f"--host {host}"
        raise ServeError(
            f"{what} needs a token: put one into a file (openssl rand -hex 16 > FILE) and give --token-file"
        )
    return checked(str(click.prompt("Token", hide_input=True, err=True)))


def _options(path: Path, host: str, token: str, open_: bool, **given: Any) -> Options:
    public = not is_loopback(host)
    known = {name: given[name] for name in ("writable", "timeout", "memory", "max_rows")}
    if given["workers"]:
        known["workers"] = given["workers"]
    return Options(
        path,
        access=Access(token, guards_reading=public and not open_),
        services=tuple(name.lower() for name in given["allow_service"]),
        origins=given["cors"],
        names=() if public else LOOPBACK_NAMES,
        **known,
    )
