"""`kg serve`: what it says when it starts, and why it does not."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path
from typing import Any

import pytest

from serving import TOKEN, start, stop


def refusal(run: Any, *arguments: str | Path, code: int = 3) -> str:
    done = run("serve", *arguments)
    assert done.exit_code == code
    assert len(done.output.strip().splitlines()) == 1 or code == 2
    return str(done.output)


def test_it_says_where_it_is_and_ends_quietly(store: Path) -> None:
    one = start(store)
    assert one.query("ASK { ?s kg:acquired ?o }").boolean
    one.process.send_signal(signal.SIGINT)
    assert one.process.wait(60) == 0
    stop(one)
    assert one.said == [""]


def test_a_store_that_is_not_there_or_no_store(run: Any, tmp_path: Path) -> None:
    assert "kg build" in refusal(run, tmp_path / "none")
    assert "not a kg store" in refusal(run, tmp_path)
    (tmp_path / "kg-store.json").write_text(json.dumps({"version": 99}), encoding="utf-8")
    assert "version 99" in refusal(run, "--store", tmp_path)


def test_a_port_that_is_taken(run: Any, store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(run, store, "--port", str(port))
    assert f"port {port} is in use" in said
    assert "--port" in said


def test_an_address_that_is_not_of_this_machine_and_a_port_that_is_none(run: Any, store: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN, encoding="utf-8")
    assert "--host" in refusal(run, store, "--host", "192.0.2.1", "--token-file", token)
    assert "65535" in refusal(run, store, "--port", "70000", code=2)


@pytest.mark.parametrize("options", [["--writable"], ["--host", "0.0.0.0"], ["--host", "::"], ["--host", "192.0.2.1"]])
def test_what_needs_a_token_does_not_start_without_one(run: Any, store: Path, options: list[str]) -> None:
    assert "--token-file" in refusal(run, store, *options)


@pytest.mark.parametrize("token", ["", "short", "long enough but with spaces", "pässwort-pässwort-pässwort"])
def test_a_token_that_will_not_do(run: Any, store: Path, tmp_path: Path, token: str) -> None:
    file = tmp_path / "token"
    file.write_text(token, encoding="utf-8")
    assert "16" in refusal(run, store, "--writable", "--token-file", file)
    assert "no token" in refusal(run, store, "--writable", "--token-file", tmp_path / "missing")


def test_a_store_named_twice(run: Any, store: Path) -> None:
    assert "twice" in refusal(run, store, "--store", store, code=2)
