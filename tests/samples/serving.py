"""A running `kg serve` in a process of its own, as users start it, and a small client that hides nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import kg

TOKEN = "correct-horse-battery-staple"
PATIENCE = 120
"""Seconds that a server under test gives a request, unless told: on a busy machine a worker may take ten to begin."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def rows(self) -> list[dict[str, str]]:
        found = json.loads(self.body)["results"]["bindings"]
        return [{name: value["value"] for name, value in row.items()} for row in found]

    @property
    def boolean(self) -> bool:
        return bool(json.loads(self.body)["boolean"])


@dataclass
class Served:
    """A running `kg serve`."""

    port: int
    process: subprocess.Popen[str]
    store: Path
    said: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Answer:
        """Headers are named as in Python: content_type, accept."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE + 30)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body.encode() if isinstance(body, str) else body, named)
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def query(self, sparql: str, **headers: str) -> Answer:
        return self.ask("GET", "/sparql?" + urlencode({"query": sparql}), **headers)

    def update(self, sparql: str, path: str = "/sparql") -> Answer:
        headers = {"content_type": "application/sparql-update", "authorization": f"Bearer {TOKEN}"}
        return self.ask("POST", path, sparql, **headers)


Serve = Callable[..., Served]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])}


def start(store: Path, *options: str, prelude: str = "") -> Served:
    """A server of this store; `prelude` is Python that its process runs first."""
    arguments = ["serve", str(store), "--port", "0", "--timeout", str(PATIENCE), *options]
    command = [sys.executable, "-c", f"{prelude}\nfrom kg.cli import main\nmain({arguments!r}, prog_name='kg')"]
    if not prelude:
        command = [sys.executable, "-m", "kg", *arguments]
    process = subprocess.Popen(
        command,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    line = process.stdout.readline()
    found = re.search(r"http://[^ ]*:(\d+)/sparql", line)
    assert found, line + process.stdout.read()
    return Served(int(found[1]), process, store)


def stop(served: Served) -> None:
    served.process.terminate()
    assert served.process.stdout
    served.said.append(served.process.stdout.read())
    served.process.stdout.close()
    served.process.wait(PATIENCE)
