"""Real SPARQL servers for tests, and a proxy before one that does what networks and servers do on bad days."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

HOST = "127.0.0.1"
UP_WITHIN = 120.0
"""Seconds for a server to start, or to answer: it takes a tenth of one, and much longer beside other work."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + UP_WITHIN
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"no server at port {port}: {process.args} ended with {process.poll()}")


class Oxigraph:
    """`oxigraph serve` of the distribution `oxigraph`, over a folder; it may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        found = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        assert found, "no `oxigraph` here: python -m pip install '.[test]'"
        self._program = found
        self._folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        command = [self._program, "serve", "--location", str(self._folder), "--bind", f"{HOST}:{self.port}"]
        # So that a limit on the size of files is an error to the server, as a full disk is, and not its end.
        self._process = subprocess.Popen(
            command, stderr=subprocess.DEVNULL, restore_signals=False, preexec_fn=_survive_limits
        )
        wait_for(self.port, self._process)

    def kill(self) -> None:
        """As when the power goes: no chance to end well."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def fill_disk(self) -> None:
        """No file of the server may grow beyond 20 kB any more."""
        assert self._process is not None
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (20_000, 20_000))

    def clear(self) -> None:
        self.post("/update", b"DROP ALL", "application/sparql-update")

    def count(self, graph: str = "") -> int:
        """Triples in a graph."""
        query = f"/query?query={quote('SELECT (COUNT(*) AS ?n) { ?s ?p ?o }')}"
        told = f"&default-graph-uri={quote(graph, safe='')}" if graph else ""
        return int(self.post(query + told, b"", "application/x-www-form-urlencoded", "text/csv").split()[-1])

    def post(self, path: str, body: bytes, content_type: str, accept: str = "*/*") -> bytes:
        status, _, answer = forward(self.port, "POST", path, body, {"Content-Type": content_type, "Accept": accept})
        assert status in range(200, 300), answer
        return answer


@contextmanager
def oxigraph(folder: Path) -> Iterator[Oxigraph]:
    server = Oxigraph(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def _survive_limits() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def forward(port: int, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
    """Status, type and body of the answer."""
    connection = HTTPConnection(HOST, port, timeout=UP_WITHIN)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type", ""), answer.read()
    finally:
        connection.close()


@dataclass(frozen=True)
class Seen:
    """A request that came by."""

    path: str
    body: bytes
    headers: dict[str, str]

    @property
    def changes(self) -> bool:
        """True where it adds or takes away some triple."""
        return self.path.startswith(("/update", "/store")) and bool(self.body) and b"urn:kg:nothing" not in self.body

    @property
    def triples(self) -> int:
        return self.body.count(b" .\n")


@dataclass(frozen=True)
class Fault:
    """What happens to a request instead of what it asked for."""

    status: int = 0
    """Answered without asking the server; 0 passes the request on."""
    said: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    """Seconds before the answer."""
    loses_answer: bool = False
    """The server does what it was asked, and the line breaks before it can say so."""
    cut: int = 0
    """Bytes of the answer that arrive."""


Plan = Callable[[Seen], Fault | None]


class Proxy:
    """Stands before a server; `plan` says what goes wrong, `seen` what came by."""

    def __init__(self, port: int) -> None:
        self.plan: Plan = lambda _: None
        self.seen: list[Seen] = []
        self._server = ThreadingHTTPServer((HOST, 0), _handler(self, port))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_address[1]}"

    @property
    def changes(self) -> list[Seen]:
        return [one for one in self.seen if one.changes]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(proxy: Proxy, port: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen = Seen(self.path, body, {name.lower(): value for name, value in self.headers.items()})
            proxy.seen.append(seen)
            fault = proxy.plan(seen) or Fault()
            time.sleep(fault.wait)
            if fault.status:
                self._answer(fault.status, "text/plain", fault.said.encode(), fault)
                return
            kept = {name: self.headers[name] for name in ("Content-Type", "Accept") if self.headers[name]}
            try:
                status, content_type, answer = forward(port, "POST", self.path, body, kept)
            except OSError:
                self.close_connection = True  # the server is gone, and so is the line to it
                return
            if fault.loses_answer:
                self.close_connection = True
                return
            self._answer(status, content_type, answer[: fault.cut] if fault.cut else answer, fault)

        def _answer(self, status: int, content_type: str, body: bytes, fault: Fault) -> None:
            try:
                self.send_response(status)
                for name, value in {"Content-Type": content_type, **fault.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # nobody waits for it any more

        def log_message(self, *_: object) -> None:
            """Nothing: tests look at `seen`."""

    return Handler


@contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    made = Proxy(port)
    try:
        yield made
    finally:
        made.close()
