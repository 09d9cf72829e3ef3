"""Addresses got from a server in this process: rules of robots.txt, redirections, and answers without end."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.documents import READERS
from kg.documents.fetching import Fetcher
from kg.documents.web_request import Limits, is_public, target_of
from kg.errors import InputError
from kg.model import Document

PAGE = b"<html><body><article><p>Acme has bought Beta Foods of Norland for forty million.</p></article></body></html>"
Site = Callable[[BaseHTTPRequestHandler], None]
QUICK = Limits(size=100_000, seconds=60.0, pause=0.0)
HASTY = replace(QUICK, seconds=1.0)


class Server:
    """Answers by path; `asked` are the paths in order."""

    def __init__(self) -> None:
        self.pages: dict[str, Site] = {"/robots.txt": answer(404)}
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.asked.append(self.path)
                server.pages.get(self.path, answer(404))(self)
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.http.server_port}"


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Site:
    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Type": "text/html", "Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        try:
            handler.wfile.write(body)
        except OSError:
            return

    return give


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.http.shutdown()
    thread.join()
    made.http.server_close()


def fetched(address: str, limits: Limits = QUICK) -> list[Document | InputError]:
    source = Fetcher(READERS, limits)(address)
    return list(READERS[source.suffix](source))


def refused(address: str, limits: Limits = QUICK) -> str:
    with pytest.raises(InputError) as error:
        fetched(address, limits)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_page_is_read_and_known_by_its_address(server: Server) -> None:
    server.pages["/a?b=1"] = answer(body=PAGE)
    [document] = fetched(f"{server.root}/a?b=1")
    assert isinstance(document, Document)
    assert document.id == document.source == f"{server.root}/a?b=1"
    assert document.text.startswith("Acme has bought Beta Foods")
    assert server.asked == ["/robots.txt", "/a?b=1"]


@pytest.mark.parametrize(
    ("path", "kind"), [("/feed", "application/rss+xml"), ("/a.jsonl.gz", "application/gzip"), ("/a.txt", "text/plain")]
)
def test_type_and_name_tell_how_to_read(server: Server, path: str, kind: str) -> None:
    line = gzip.compress(b'{"text": "Acme has bought Beta."}')
    feed = (
        b"<rss><channel><item><title>x</title><description>Acme has bought Beta.</description></item></channel></rss>"
    )
    body = {"/feed": feed, "/a.jsonl.gz": line, "/a.txt": b"Acme has bought Beta."}[path]
    server.pages[path] = answer(body=body, Content_Type=kind)
    [document] = fetched(server.root + path)
    assert isinstance(document, Document) and document.text == "Acme has bought Beta."


def test_what_is_packed_for_the_way_is_unpacked_and_may_be_packed_itself(server: Server) -> None:
    server.pages["/a"] = answer(body=gzip.compress(PAGE), Content_Encoding="gzip")
    twice = gzip.compress(gzip.compress(b'{"text": "Acme has bought Beta."}'))
    server.pages["/b.jsonl.gz"] = answer(body=twice, Content_Encoding="gzip", Content_Type="application/octet-stream")
    for path in ("/a", "/b.jsonl.gz"):
        [document] = fetched(server.root + path)
        assert isinstance(document, Document) and document.text.startswith("Acme has bought Beta")


def test_robots_txt_is_obeyed(server: Server) -> None:
    server.pages["/robots.txt"] = answer(body=b"User-agent: *\nDisallow: /closed", Content_Type="text/plain")
    server.pages["/closed/a"] = server.pages["/open"] = answer(body=PAGE)
    assert "robots.txt" in refused(f"{server.root}/closed/a")
    assert len(fetched(f"{server.root}/open")) == 1
    assert "/closed/a" not in server.asked


def test_where_robots_txt_fails_nothing_is_fetched_and_where_there_is_none_all_is(server: Server) -> None:
    server.pages["/a"] = answer(body=PAGE)
    server.pages["/robots.txt"] = answer(503)
    assert "robots.txt" in refused(f"{server.root}/a")
    server.pages["/robots.txt"] = answer(403)
    assert len(fetched(f"{server.root}/a")) == 1


def test_a_pause_that_a_site_asks_for_is_kept(server: Server) -> None:
    server.pages["/robots.txt"] = answer(body=b"User-agent: *\nCrawl-delay: 1")
    server.pages["/a"] = answer(body=PAGE)
    fetch, start = Fetcher(READERS, QUICK), time.monotonic()
    for _ in range(2):
        fetch(f"{server.root}/a").open().close()
    assert time.monotonic() - start >= 1
    assert server.asked == ["/robots.txt", "/a", "/a"]
    server.pages["/robots.txt"] = answer(body=b"User-agent: *\nCrawl-delay: 3600")
    assert "asks for 3600 seconds" in refused(f"{server.root}/a")


def test_redirections_are_followed_a_few_times(server: Server) -> None:
    server.pages["/a"] = answer(301, Location="/b")
    server.pages["/b"] = answer(302, Location=f"{server.root}/c")
    server.pages["/c"] = answer(body=PAGE)
    server.pages["/loop"] = answer(302, Location="/loop")
    [document] = fetched(f"{server.root}/a")
    assert isinstance(document, Document)
    assert (document.id, document.source) == (f"{server.root}/a", f"{server.root}/c")
    assert "redirects more than 5 times" in refused(f"{server.root}/loop")


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("http://localhost:{port}/secret", "private network"),
        ("http://[::1]:{port}/secret", "private network"),
        ("http://2130706433:{port}/secret", "private network"),
        ("http://169.254.169.254/latest", "private network"),
        ("http://[::ffff:10.0.0.1]/", "private network"),
        ("file:///etc/passwd", "not a web address"),
        ("ftp://news.example/a", "not a web address"),
        ("http://me:secret@news.example/", "holds a name or password"),
        ("http://[broken/", "cannot be fetched|not a web address"),
    ],
)
def test_a_redirection_into_a_private_network_or_out_of_the_web_is_refused(
    server: Server, place: str, says: str
) -> None:
    other = Server()  # never started: whoever connects to it waits
    server.pages["/a"] = answer(302, Location=place.format(port=other.http.server_port))
    message = refused(f"{server.root}/a")
    other.http.server_close()
    assert any(part in message for part in says.split("|"))
    assert "secret@" not in message


def test_robots_txt_cannot_lead_into_a_private_network_either(server: Server) -> None:
    server.pages["/robots.txt"] = answer(302, Location="http://169.254.169.254/")
    assert "private network" in refused(f"{server.root}/a")


def test_an_answer_that_is_too_long_or_too_slow_is_left(server: Server) -> None:
    dripped: list[int] = []

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            for number in range(100):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                dripped.append(number)
                time.sleep(0.1)
        except OSError:
            return

    server.pages["/slow"] = drip
    server.pages["/long"] = answer(body=b"x" * 200_000)
    assert "took more than 1 seconds" in refused(f"{server.root}/slow", HASTY)
    assert len(dripped) < 50, "waited for much more than a second's bytes"
    assert "has more than 100,000 bytes" in refused(f"{server.root}/long")


def test_an_answer_that_breaks_off_or_is_none_is_one_clear_line(server: Server) -> None:
    server.pages["/short"] = answer(body=b"x", Content_Length="1000")
    server.pages["/none"] = lambda handler: handler.wfile.write(b"hello\r\n\r\n")  # type: ignore[assignment, return-value]
    server.pages["/picture"] = answer(body=b"x", Content_Type="image/png")
    assert "cannot be fetched" in refused(f"{server.root}/short")
    assert "cannot be fetched" in refused(f"{server.root}/none")
    assert "is of type image/png" in refused(f"{server.root}/picture")
    assert "answers 404" in refused(f"{server.root}/nowhere")


def test_a_server_that_is_not_there_is_one_clear_line() -> None:
    other = Server()
    other.http.server_close()
    assert "cannot be fetched" in refused(other.root)


@pytest.mark.parametrize("address", ["http://", "https:///a", "http://a:x/", "http://a:99999/", "http://ex ample:0/"])
def test_addresses_that_are_none_are_said_so(address: str) -> None:
    with pytest.raises(InputError, match="not a web address"):
        target_of(address)


def test_addresses_are_written_as_servers_expect_them() -> None:
    target = target_of("https://Bücher.example/ä b?q=ö#part")
    assert target.origin == ("https", "xn--bcher-kva.example", 443)
    assert target.path == "/%C3%A4%20b?q=%C3%B6"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:192.168.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
    ],
)
def test_private_addresses_are_known_in_every_dress(address: str, public: bool) -> None:
    assert is_public(address) is public
