"""The endpoint's routes: SPARQL at /sparql, the Graph Store at /graphs, VoID at /.well-known/void."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, NoMatchFound, Route

from kg.serve.answering import Manner, answer
from kg.serve.changing import Way, change_graph, update
from kg.serve.description import describe
from kg.serve.graphs import graph_of, new_graph, read_graph
from kg.serve.negotiation import accepts_gzip, prefers_html
from kg.serve.protocol import Operation, read_body, read_operation
from kg.serve.refusals import BAD_REQUEST, FORBIDDEN, Refusal
from kg.serve.responses import respond
from kg.serve.service import Service

SPARQL, GRAPHS, WELL_KNOWN = "/sparql", "/graphs", "/.well-known/void"
EDITOR = "editor"
"""The name of the route, if there is one, that shows a browser a page to write queries on."""
READS, WRITES = ("GET", "HEAD"), ("PUT", "POST", "DELETE")


async def sparql(request: Request) -> Response:
    """A query or an update; without either, what this service is."""
    service = service_of(request)
    operation = await read_operation(request, service.options.max_body)
    if operation is None:
        return await _described(request)
    if operation.kind == "query":
        answered = await service.read(request, answer, operation, _manner(request))
        return respond(answered, service.options.max_rows)
    return await _updated(request, operation)


async def graphs(request: Request) -> Response:
    """Reads or changes one graph."""
    service, graph = service_of(request), graph_of(request)
    if request.method in READS:
        if graph is None:
            raise Refusal(BAD_REQUEST, "expected a graph: ?default, ?graph=IRI, or a name in the path")
        return respond(await service.read(request, read_graph, graph, _manner(request)), 0)
    _may_write(request)
    address = _address(request)
    if graph is None and request.method != "POST":
        raise Refusal(BAD_REQUEST, "expected a graph: ?default, ?graph=IRI, or a name in the path")
    made = new_graph(address) if graph is None else graph
    body = b"" if request.method == "DELETE" else await read_body(request, service.options.max_body)
    content = (request.headers.get("content-type", ""), body)
    new = await service.write(change_graph, cast(Way, request.method), made, content)
    headers = {"Location": made} if graph is None else {}
    return Response(status_code=201 if new and request.method != "DELETE" else 204, headers=headers)


async def void(request: Request) -> Response:
    """The description, where crawlers look for it."""
    return RedirectResponse(str(request.url.replace(path=SPARQL, query="")), 303)


def service_of(request: Request) -> Service:
    """What answers requests: for the endpoint's routes and for any other."""
    return cast(Service, request.app.state.service)


async def _described(request: Request) -> Response:
    if prefers_html(request.headers.get("accept", "")):
        try:
            return RedirectResponse(str(request.url_for(EDITOR)), 303)
        except NoMatchFound:
            pass  # a server without pages describes itself to browsers too
    service = service_of(request)
    manner = _manner(request)
    described = await service.read(request, describe, _address(request), service.options.writable, manner)
    return respond(described, 0)


async def _updated(request: Request, operation: Operation) -> Response:
    _may_write(request)
    await service_of(request).write(update, operation, _manner(request))
    return Response(status_code=204)


def _may_write(request: Request) -> None:
    options = service_of(request).options
    if not options.writable:
        raise Refusal(FORBIDDEN, "this server only reads; start it with kg serve --writable to let it write")
    options.access.check(request.headers.get("authorization", ""), writing=True)


def _manner(request: Request) -> Manner:
    options = service_of(request).options
    return Manner(
        accept=request.headers.get("accept", ""),
        base=_address(request),
        max_rows=options.max_rows,
        gzip=accepts_gzip(request.headers.get("accept-encoding", "")),
        hosts=options.services,
    )


def _address(request: Request) -> str:
    return str(request.url.replace(query="", fragment="")).rstrip("/")


ROUTES: Sequence[BaseRoute] = (
    Route(SPARQL, sparql, methods=["GET", "POST"]),
    Route(SPARQL + "/", sparql, methods=["GET", "POST"]),
    Route(GRAPHS, graphs, methods=[*READS, *WRITES]),
    Route(GRAPHS + "/{name:path}", graphs, methods=[*READS, *WRITES]),
    Route(WELL_KNOWN, void),
)
