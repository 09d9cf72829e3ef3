"""What is sent again, what is not, and what is said of it in one line."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from threading import Semaphore

import pytest
from sparql_servers import Fault, Oxigraph, Proxy, free_port

from kg.errors import StoreError
from kg.remote.client import Client, Patience, Request
from kg.remote.credentials import Credentials
from kg.remote.refusals import Refused

Send = Callable[..., None]


@pytest.fixture
def send(proxy: Proxy, quick: Patience) -> Send:
    """Asks the server behind the proxy for something."""

    def send_it(patience: Patience = quick, credentials: Credentials | None = None) -> None:
        client = Client(credentials, patience)
        try:
            request = Request(f"{proxy.url}/query", b"query=ASK+%7B%7D", "application/x-www-form-urlencoded")
            assert b"true" in client.send(request).body
        finally:
            client.close()

    return send_it


def first(number: int, fault: Fault) -> Callable[[object], Fault | None]:
    """This fault for the first requests, none after."""
    left = [fault] * number
    return lambda _: left.pop() if left else None


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_sent_again(send: Send, proxy: Proxy, status: int) -> None:
    proxy.plan = first(2, Fault(status))
    send()
    assert len(proxy.seen) == 3


def test_a_line_that_breaks_is_tried_again(send: Send, proxy: Proxy) -> None:
    proxy.plan = first(2, Fault(loses_answer=True))
    send()
    assert len(proxy.seen) == 3


def test_a_slow_answer_is_waited_for(send: Send, proxy: Proxy) -> None:
    proxy.plan = first(1, Fault(wait=0.5))
    send()
    assert len(proxy.seen) == 1


def test_an_answer_that_does_not_come_is_told_after_the_last_attempt(send: Send, proxy: Proxy, quick: Patience) -> None:
    asked = Semaphore(0)

    def plan(_: object) -> Fault:
        asked.release()
        return Fault(wait=1.0)

    proxy.plan = plan
    with pytest.raises(StoreError, match=r"gave no answer within 0\.2 s, tried 2 times; run the same command again"):
        send(replace(quick, attempts=2, timeout=0.2))
    assert all(asked.acquire(timeout=quick.timeout) for _ in range(2))  # which it sees late on a busy machine
    assert len(proxy.seen) == 2


@pytest.mark.parametrize(
    ("fault", "said", "times"),
    [
        (Fault(401), "got 401", 1),
        (Fault(403, "readers only"), "got 403: readers only", 1),
        (Fault(404), "no SPARQL endpoint is there", 1),
        (Fault(413), "request of this size", 1),
        (Fault(500, "<html><b>out\nof order</b></html>"), "the server failed (got 500: out of order)", 3),
        (Fault(500, "IO error: No space left on device"), "no room left", 1),
        (Fault(507), "no room left", 1),
        (Fault(308, headers={"Location": "https://example.org/query"}), "elsewhere (got 308: https://example.org", 1),
        (Fault(418, "\x1b[31mteapot"), "refused that (got 418: [31mteapot)", 1),
    ],
)
def test_a_refusal_is_told_in_one_line(send: Send, proxy: Proxy, fault: Fault, said: str, times: int) -> None:
    proxy.plan = lambda _: fault
    with pytest.raises(Refused) as caught:
        send()
    told = str(caught.value)
    assert said in told and told.startswith(f"{proxy.url}/query: ") and "\n" not in told
    assert len(proxy.seen) == times


def test_a_server_that_is_not_there_is_told(quick: Patience) -> None:
    client = Client(patience=quick)
    with pytest.raises(StoreError, match="no server answers there .*, tried 3 times; start it"):  # noqa: RUF043
        client.send(Request(f"http://127.0.0.1:{free_port()}/query", b"", "text/plain"))
    client.close()


def test_what_speaks_no_http_is_told(mortal: Oxigraph, quick: Patience) -> None:
    client = Client(patience=replace(quick, attempts=1))
    with pytest.raises(StoreError, match="https://"):
        client.send(Request(mortal.url.replace("http:", "https:"), b"", "text/plain"))
    client.close()


def test_pauses_grow_and_are_never_the_same_for_all() -> None:
    patience = Patience(pause=1.0, longest=5.0)
    pauses = [[patience.before(attempt, 0) for _ in range(50)] for attempt in (1, 2, 3, 4)]
    for due, some in zip((1, 2, 4, 5), pauses, strict=True):
        assert due / 2 <= min(some) < max(some) <= due


def test_the_server_may_say_how_long_to_wait(send: Send, proxy: Proxy, quick: Patience) -> None:
    slept: list[float] = []
    proxy.plan = first(2, Fault(503, headers={"Retry-After": "7"}))
    send(replace(quick, longest=5.0, sleep=slept.append))
    assert slept == [5.0, 5.0]


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (None, None),
        (Credentials("bearer", secret="abc"), "Bearer abc"),
        (Credentials("basic", "jane", "ü"), f"Basic {base64.b64encode('jane:ü'.encode()).decode()}"),
    ],
)
def test_credentials_are_sent(send: Send, proxy: Proxy, credentials: Credentials | None, header: str | None) -> None:
    send(credentials=credentials)
    assert proxy.seen[0].headers.get("authorization") == header


def test_digest_credentials_answer_the_servers_challenge(send: Send, proxy: Proxy) -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="r", nonce="n1", qop="auth", algorithm=MD5'}
    proxy.plan = first(1, Fault(401, headers=challenge))
    send(credentials=Credentials("digest", "dba", "dba"))
    assert [one.headers.get("authorization", "").split(" ")[0] for one in proxy.seen] == ["", "Digest"]


def test_credentials_that_are_not_taken_are_told_of(send: Send, proxy: Proxy) -> None:
    proxy.plan = lambda _: Fault(401)
    with pytest.raises(Refused, match="does not take these credentials"):
        send(credentials=Credentials("bearer", secret="abc"))


def test_the_environment_sends_nothing_elsewhere(send: Send, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("NO_PROXY", "")
    send()
    assert len(proxy.seen) == 1
