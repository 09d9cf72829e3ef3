"""Routes of the graph view: its page, its JSON twin, what its panel asks for, the view as files."""

from __future__ import annotations

import json
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve.endpoint import service_of
from kg.serve.files import sender
from kg.serve.graphview import asking, communities, viewing, writing
from kg.serve.graphview.files import FILES, LOADED, STYLES, file, link
from kg.serve.graphview.state import Pair, State, read_state
from kg.serve.keeping import keeper_of
from kg.serve.negotiation import accepts_gzip
from kg.serve.pages import links
from kg.serve.pages.page import POLICY
from kg.serve.pages.rendering import render
from kg.serve.protocol import parameters
from kg.serve.refusals import BAD_REQUEST, NOT_FOUND, Refusal
from kg.serve.spool import packed
from kg.serve.worker import Bench, Job

GRAPH = "/graph"
IMAGES = POLICY.replace("img-src 'self' data:", "img-src 'self' data: blob:")
"""The picture of the canvas is a blob before it is a file."""


async def graph(request: Request) -> Response:  # noqa: ARG001  (Starlette's signature)
    """The page; all that it shows is in the JSON twin of the same state."""
    model = {
        "title": "Graph",
        "styles": [link(name) for name in STYLES],
        "scripts": [link(name) for name in LOADED],
        "suggest": links.twin(links.search()),
        "formats": [suffix.removeprefix(".") for suffix in writing.FORMATS],
    }
    headers = {"Content-Security-Policy": IMAGES, "Cache-Control": "no-cache"}
    return Response(render("graph.html", model), headers=headers, media_type="text/html")


async def twin(request: Request) -> Response:
    """What is drawn, as JSON."""
    state = read_state(_pairs(request))
    return await _json(request, viewing.view, state, await _groups(request, state))


async def entity(request: Request) -> Response:
    """One entity, its neighbours counted under the filters of the state."""
    pairs = _pairs(request)
    wanted = [value for name, value in pairs if name == "id"]
    if not wanted:
        raise Refusal(BAD_REQUEST, "expected an entity: id=ID")
    return await _json(request, asking.entity, wanted[0], read_state(pairs))


async def facts(request: Request) -> Response:
    """Facts with their sentences."""
    wanted = [value for name, value in _pairs(request) if name == "f"]
    if not wanted:
        raise Refusal(BAD_REQUEST, "expected facts: f=FACT, once or more")
    return await _json(request, asking.facts, wanted)


async def written(request: Request) -> Response:
    """The view as a file."""
    suffix = f".{request.path_params['suffix']}"
    if suffix not in writing.FORMATS:
        raise Refusal(NOT_FOUND, f"got graph{suffix[:20]}, expected one of {', '.join(writing.FORMATS)}")
    state = read_state(_pairs(request))
    groups = await _groups(request, state)
    found = await service_of(request).read(request, writing.write, state, suffix, groups)
    headers = {
        "Content-Disposition": f'attachment; filename="graph{suffix}"',
        "Content-Type": writing.FORMATS[suffix][0],
        "Cache-Control": "no-cache",
    }
    return Response(cast(bytes, found), headers=headers)


def as_json(bench: Bench, job: Job, arguments: tuple[Any, ...], packs: bool) -> tuple[bytes, bool]:
    """What the job returns, as JSON, and whether it is compressed."""
    text = json.dumps(job(bench, *arguments), ensure_ascii=False, separators=(",", ":"))
    return packed(text.encode("utf-8", "replace"), packs)


async def _json(request: Request, job: Job, *arguments: Any) -> Response:
    wanted = accepts_gzip(request.headers.get("accept-encoding", ""))
    body, packs = await service_of(request).read(request, as_json, job, arguments, wanted)
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if packs:
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type="application/json")


async def _groups(request: Request, state: State) -> str:
    """The file with the groups of the whole store, where the state needs them."""
    if not state.whole:
        return ""
    return await keeper_of(request.app, communities.GROUPS).path()


def _pairs(request: Request) -> list[Pair]:
    return list(parameters(request.scope["query_string"]))


ROUTES: tuple[BaseRoute, ...] = (
    Route(GRAPH, graph, name="graph"),
    Route(GRAPH + ".json", twin),
    Route(GRAPH + "/entity.json", entity),
    Route(GRAPH + "/facts.json", facts),
    Route(FILES + "/{name}", sender(file)),
    Route(GRAPH + ".{suffix}", written),
)
"""To be put before those of the pages, which take every other address."""
