"""A server between browser and explorer that lets pages drip: tag by tag, with time to paint after each."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from serving import PATIENCE, Served

HEAD = 0.5
"""Seconds after the head of a page: its style sheet has to come before anything is painted."""
PAUSE = 0.03
"""Seconds after each tag: a browser paints every sixtieth of one."""
_PIECE = re.compile(rb"[^<]*<[^>]*>|[^<]+")
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
            if answer.getheader("content-type", "").startswith("text/html"):
                self._drip(body)
            else:
                self.wfile.write(body)

        def _drip(self, page: bytes) -> None:
            head, body = page.split(b"<body", 1)
            self.wfile.write(head)
            time.sleep(HEAD)
            for piece in _PIECE.findall(b"<body" + body):
                self.wfile.write(piece)
                time.sleep(PAUSE)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler
