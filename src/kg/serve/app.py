"""The application: routes, and what holds for each request before any route sees it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.endpoint import ROUTES
from kg.serve.options import Options
from kg.serve.refusals import INTERNAL, Refusal
from kg.serve.responses import CUT, refuse
from kg.serve.service import Service

SAFETY = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"), (b"x-frame-options", b"DENY"))
"""Headers of every response: nothing that a store holds is taken for a page, or shown inside somebody else's."""


def make_app(
    options: Options, pages: Sequence[BaseRoute] = (), begin: Callable[[Starlette], None] | None = None
) -> Starlette:
    """The application over a store: the endpoint's routes, and `pages`, which read through `service_of(request)`.

    `begin` is called when the service runs, before the first request.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with Service(options) as service:
            app.state.service, app.state.keepers = service, {}
            if begin:
                begin(app)
            yield

    middleware = [Middleware(Door, options=options)]
    if options.origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=options.origins,
                allow_methods=("GET", "HEAD", "POST"),
                allow_headers=("Accept", "Content-Type"),
                expose_headers=(CUT,),
            )
        )
    if options.names:
        middleware.append(Middleware(TrustedHostMiddleware, allowed_hosts=options.names, www_redirect=False))
    return Starlette(
        routes=[*ROUTES, *pages],
        middleware=middleware,
        lifespan=lifespan,
        exception_handlers={Refusal: _refused, HTTPException: _http, Exception: _failed},
    )


class Door:
    """Asks for the token where reading needs it, and puts the safety headers on every response."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app, self._options = app, options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in SAFETY if one[0] not in known)]
            await send(message)

        try:
            self._options.access.check(Request(scope).headers.get("authorization", ""), writing=False)
        except Refusal as refusal:
            await refuse(refusal)(scope, receive, safely)
            return
        await self._app(scope, receive, safely)


async def _refused(request: Request, error: Exception) -> Response:  # noqa: ARG001  (Starlette's signature)
    assert isinstance(error, Refusal)
    return refuse(error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = {
        404: f"there is nothing at {request.url.path[:200]}; SPARQL is at /sparql, the Graph Store at /graphs",
        405: f"{request.method} is not for this address",
    }
    return refuse(Refusal(error.status_code, said.get(error.status_code, error.detail), dict(error.headers or {})))


async def _failed(request: Request, error: Exception) -> Response:  # noqa: ARG001  (as above)
    return refuse(Refusal(INTERNAL, "the server failed on this request; its log says how"))
