"""A server between browser and explorer that lets pages drip: a piece at a time, with time to paint after each."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from serving import PATIENCE, Served

PIECES = 24
PAUSE = 0.03
"""Seconds after each piece: a browser paints every sixtieth of one."""
_KEPT = ("content-type", "content-security-policy", "cache-control", "etag")


@contextmanager
def dripping(served: Served) -> Iterator[str]:
    """The address at which everything of `served` is had, its pages slowly."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(served.port)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _handler(port: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the standard library calls
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", self.path, headers={"Accept": self.headers.get("Accept", "*/*")})
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            self.send_response(answer.status)
            for name in _KEPT:
                if value := answer.getheader(name):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self._drip(body, PIECES if answer.getheader("content-type", "").startswith("text/html") else 1)

        def _drip(self, body: bytes, pieces: int) -> None:
            size = len(body) // pieces + 1
            for start in range(0, len(body), size):
                self.wfile.write(body[start : start + size])
                time.sleep(PAUSE if pieces > 1 else 0)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler
