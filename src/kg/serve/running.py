"""Running: a server on an address, until it is told to end."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import ServeError

HEAD_PATIENCE = 15.0
"""Seconds that a request's line and headers may take to arrive, and that a connection may lie idle."""
CONNECTIONS = 1000
"""At once; more are told to come back (503)."""


class Patient(H11Protocol):
    """Hangs up on a client that does not finish its headers: uvicorn itself would wait for ever."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio does so only for sockets that name their protocol; without, answers wait 40 ms for an acknowledgement.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait()

    def on_response_complete(self) -> None:
        self._waiting.cancel()
        self._wait()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._waiting.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_PATIENCE, self._hang_up)

    def _hang_up(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait()  # its headers are there: how long the answer takes is not the client's fault
        elif self.transport is not None and not self.transport.is_closing():
            self.transport.close()


def listen(host: str, port: int) -> socket.socket:
    """A socket on the address; ServeError where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=512)
    except OSError as error:
        raise ServeError(f"{host}:{port}: {_advice(error, port)}") from error


def serve(app: Starlette, listener: socket.socket, ready: Callable[[], Any]) -> None:
    """Serves until SIGINT or SIGTERM; calls `ready` when requests are answered."""
    config = uvicorn.Config(
        app,
        http=Patient,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=int(HEAD_PATIENCE),
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=64 << 10,
    )
    # uvicorn raises the signal again when all is ended; Ctrl-C is how a server is meant to end.
    with contextlib.suppress(KeyboardInterrupt):
        _Announced(config, ready).run(sockets=[listener])


class _Announced(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], Any]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _advice(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; choose another one with --port, or 0 for any that is free"
    if error.errno == errno.EACCES:
        return f"port {port} may not be used by this user; choose one above 1023 with --port"
    return f"cannot be listened on ({error.strerror or error}); choose an address of this machine with --host"
