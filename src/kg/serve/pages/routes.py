"""Routes: each page at its address, its JSON twin beside it, and the files that pages need."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import KGError
from kg.serve.endpoint import service_of
from kg.serve.files import sender
from kg.serve.keeping import keeper_of
from kg.serve.negotiation import accepts_gzip, prefers_html
from kg.serve.pages import links
from kg.serve.pages.files import file
from kg.serve.pages.indexing import NAMES
from kg.serve.pages.judging import ROUTES as JUDGING
from kg.serve.pages.judging import judge_of
from kg.serve.pages.page import Ask, Form, Manner, Page, Shown, nothing, show
from kg.serve.pages.sending import failed, respond
from kg.serve.protocol import parameters

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
ELSEWHERE = Page("elsewhere", "/{id:rest}", "missing.html", nothing)


class Rest(PathConvertor):
    """All that is left of a path, line breaks too: identifiers may hold anything."""

    regex = "(?s:.*)"


register_url_convertor("rest", Rest())


def page_routes(pages: Sequence[Page]) -> list[BaseRoute]:
    """A route for each page and each twin, for static files, and for all addresses that are no page's."""
    found = [route for page in (*pages, ELSEWHERE) for route in _routes(page)]
    return [*JUDGING, Route(links.STATIC + "/{name:path}", sender(file)), *found]


def begin(app: Starlette) -> None:
    """Has the names in the store read now, so that the first visitor need not wait for it."""
    keeper_of(app, NAMES).refresh()


def _routes(page: Page) -> Iterator[BaseRoute]:
    yield Route(links.twin(page.path), _handler(page, "json"))
    yield Route(page.path, _handler(page, "html"), name=page.name)


def _handler(page: Page, form: Form) -> Handler:
    async def handle(request: Request) -> Response:
        manner = Manner(_form(request, form), accepts_gzip(request.headers.get("accept-encoding", "")))
        try:
            found = await _read(request, page, manner)
        except KGError as error:
            found = failed(error, manner)
        return respond(found, page.policy)

    return handle


async def _read(request: Request, page: Page, manner: Manner) -> Shown:
    address = str(request.url.replace(scheme="", netloc="", fragment=""))
    values = dict(parameters(request.scope["query_string"]))
    ask = Ask(request.path_params.get("id", ""), values, address, judge=judge_of(request))
    folder = await keeper_of(request.app, NAMES).path()
    if page.needs:
        ask = replace(ask, made=await keeper_of(request.app, page.needs).path())
    return cast(Shown, await service_of(request).read(request, show, page, ask, manner, folder))


def _form(request: Request, form: Form) -> Form:
    """What the address says; a program that asks for JSON and would not have HTML gets that too."""
    accept = request.headers.get("accept", "")
    return "json" if "application/json" in accept and not prefers_html(accept) else form
