"""Requests that mean harm, sent byte by byte where a client of ours would not send them."""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from serving import PATIENCE, TOKEN, Serve, Served, start, stop


def send(served: Served, request: bytes) -> bytes:
    """What comes back until the server hangs up, or nothing comes for a long time."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        got = b""
        try:
            while piece := connection.recv(65536):
                got += piece
        except TimeoutError:
            return got + b"[still open]"
        except ConnectionResetError:
            return got  # hung up on before it was done
        return got


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    return "\r\n".join([line, "Host: localhost", "Connection: close", *headers, "", ""]).encode() + body


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/hostname",
        "/graphs/../../../../etc/hostname",
        "/graphs/..%2f..%2f..%2fetc%2fhostname",
        "/graphs/%2e%2e/%2e%2e/etc/hostname",
        "/graphs?graph=file:///etc/hostname",
        "/graphs?graph=../../etc/hostname",
        "//etc/hostname",
        "/\\..\\..\\etc\\hostname",
        "http://evil.example/sparql?query=ASK{}",
        "/sparql%00",
        "/%ff%fe",
        "*",
    ],
)
def test_no_address_leads_out_of_the_store(served: Served, path: str) -> None:
    answer = send(served, request(f"GET {path} HTTP/1.1"))
    assert answer.split()[1][:1] == b"4"
    assert Path("/etc/hostname").read_bytes().strip() not in answer


@pytest.mark.parametrize(
    "lines",
    [
        ("POST /sparql HTTP/1.1", "Content-Type: application/sparql-query", "Content-Length: 99999999999"),
        ("POST /sparql HTTP/1.1", "Content-Type: application/sparql-query", "Content-Length: -1"),
        ("POST /sparql HTTP/1.1", "Content-Type: application/sparql-query", "Content-Length: 5", "Content-Length: 6"),
        ("GET /sparql?query=" + "a" * 100_000 + " HTTP/1.1",),
        ("GET /sparql HTTP/1.1", "X: " + "a" * 1_000_000),
        ("GET /sparql HTTP/1.1", *(f"X{number}: {'a' * 100}" for number in range(2000))),
        ("GET /sparql HTTP/1.1\r\nX y: z",),
        ("NONSENSE",),
    ],
)
def test_what_is_too_big_or_no_http_is_refused_at_once(served: Served, lines: tuple[str, ...]) -> None:
    line, *headers = lines
    answer = send(served, request(line, *headers))
    assert not answer or answer.split()[1] in (b"400", b"413", b"431", b"501")
    assert b"Traceback" not in answer
    assert served.query("ASK {}").boolean


def test_a_long_body_in_chunks_is_cut_off(served: Served) -> None:
    head = request("POST /sparql HTTP/1.1", "Content-Type: application/sparql-query", "Transfer-Encoding: chunked")
    chunk = b"100000\r\n" + b"#" * (1 << 20) + b"\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as connection:
        connection.sendall(head)
        try:
            for _ in range(40):
                connection.sendall(chunk)
        except OSError:
            pass  # the server has hung up, as it may
        try:
            answer = connection.recv(65536)
        except ConnectionError:
            answer = b""
    assert b"413" in answer.split(b"\r\n")[0] or not answer
    assert served.query("ASK {}").boolean


def test_no_header_is_made_of_what_a_client_sends(served: Served) -> None:
    for path in (
        "/sparql?query=ASK%7B%7D%0d%0aX-Evil:%20a",
        "/graphs?graph=x:y%0d%0aX-Evil:%20a",
        "/%0d%0aX-Evil:%20a",
    ):
        answer = send(served, request(f"GET {path} HTTP/1.1", "Accept: text/csv\tX-Evil: a"))
        head = answer.partition(b"\r\n\r\n")[0].lower()
        assert b"\nx-evil" not in head


def test_a_name_that_is_not_ours_gets_nothing(served: Served) -> None:
    for host in ("evil.example", f"evil.example:{served.port}", "127.0.0.1.evil.example"):
        raw = f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        assert send(served, raw.encode()).split()[1] == b"400"
    raw = f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost:{served.port}\r\nConnection: close\r\n\r\n"
    assert send(served, raw.encode()).split()[1] == b"200"


def test_answers_are_never_taken_for_pages(served: Served) -> None:
    for answer in (
        served.query('SELECT ("<script>alert(1)</script>" AS ?x) {}', accept="text/html,*/*;q=0.1"),
        served.query("SELECT <script>alert(1)</script>", accept="text/html,*/*"),
    ):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "html" not in answer.headers["content-type"]
    lost = served.ask("GET", "/<script>alert(1)</script>".replace("<", "%3C"), accept="text/html")
    assert (lost.status, "<script>alert" in lost.text) == (404, False)


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory, store_path: Path) -> Iterator[Served]:
    """A server of little patience."""
    del tmp_path_factory
    prelude = "import kg.serve.running as r, kg.serve.protocol as p; r.HEAD_PATIENCE = p.PATIENCE = 1.5"
    one = start(store_path, prelude=prelude)
    yield one
    stop(one)


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /spa",
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\nGET /spar",
        request("POST /sparql HTTP/1.1", "Content-Type: application/sparql-query", "Content-Length: 9", body=b"ASK"),
    ],
)
def test_a_client_that_dawdles_is_hung_up_on(hasty: Served, begun: bytes) -> None:
    assert b"[still open]" not in send(hasty, begun)
    assert hasty.query("ASK {}").boolean


def test_many_dawdlers_delay_nobody(served: Served) -> None:
    crowd = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(200)]
    for one in crowd:
        one.sendall(b"GET /sparql HTTP/1.1\r\nHost: ")
    assert served.query("ASK {}").boolean
    for one in crowd:
        one.close()


def test_a_server_for_others_asks_everybody_for_the_token(serve: Serve, token_file: Path) -> None:
    one = serve("--host", "0.0.0.0", "--token-file", str(token_file))
    refused = one.query("ASK {}")
    assert (refused.status, "Basic" in refused.headers["www-authenticate"]) == (401, True)
    assert one.ask("GET", "/nothing").status == 401
    assert one.query("ASK {}", authorization=f"Bearer {TOKEN}").boolean
    password = b64encode(f"anybody:{TOKEN}".encode()).decode()
    assert one.query("ASK {}", authorization=f"Basic {password}").boolean
    assert one.query("ASK {}", authorization="Basic ###").status == 401


def test_a_server_for_others_may_let_all_read(serve: Serve, token_file: Path) -> None:
    one = serve("--host", "0.0.0.0", "--token-file", str(token_file), "--open")
    assert one.query("ASK {}").boolean
    assert one.ask("DELETE", "/graphs?default").status in (401, 403)


def test_pages_of_other_origins_read_only_where_they_may(served: Served, serve: Serve) -> None:
    origin = {"origin": "https://page.example"}
    assert "access-control-allow-origin" not in served.query("ASK {}", **origin).headers
    one = serve("--cors", "https://page.example")
    assert one.query("ASK {}", **origin).headers["access-control-allow-origin"] == "https://page.example"
    assert "access-control-allow-origin" not in one.query("ASK {}", origin="https://other.example").headers
    wish = {"access_control_request_method": "POST", "access_control_request_headers": "content-type"}
    assert one.ask("OPTIONS", "/sparql", **origin, **wish).status == 200
    for worse in ({"access_control_request_headers": "authorization"}, {"access_control_request_method": "PUT"}):
        assert one.ask("OPTIONS", "/sparql", **origin, **{**wish, **worse}).status == 400
