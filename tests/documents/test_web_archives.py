"""Web archives: the articles among their records, garbage between them, and what is no article."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import zstandard

from kg.documents import read_sources
from kg.errors import InputError
from kg.model import Document

PAGE = (
    "<html><head><title>{0}</title></head><body><article><p>{0} has bought Beta Foods of Norland for forty million."
    "</p></article></body></html>"
)


def record(name: str, body: bytes | None = None, kind: str = "response", status: str = "200 OK", **told: str) -> bytes:
    """One record; `told` are headers of the answer, with `_` for `-`."""
    headers = {"Content_Type": "text/html; charset=utf-8"} | told
    data = PAGE.format(name).encode() if body is None else body
    if kind == "response":
        told_lines = "".join(f"{key.replace('_', '-')}: {value}\r\n" for key, value in headers.items())
        data = f"HTTP/1.1 {status}\r\n{told_lines}\r\n".encode() + data
    content = "application/http; msgtype=response" if kind == "response" else headers["Content_Type"]
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n"
        f"WARC-Target-URI: https://news.example/{name}\r\n"
        f"Content-Type: {content}\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data + b"\r\n\r\n"


def read(path: Path, data: bytes) -> tuple[list[Document], list[str]]:
    path.write_bytes(data)
    found = list(read_sources([str(path)]))
    return [one for one in found if isinstance(one, Document)], [
        str(one) for one in found if isinstance(one, InputError)
    ]


def test_a_page_is_known_by_its_address_and_its_moment(tmp_path: Path) -> None:
    [document], errors = read(tmp_path / "a.warc", record("Acme"))
    assert errors == []
    assert document.id == "20240501100000/https://news.example/Acme"
    assert document.source == "https://news.example/Acme"
    assert document.title == "Acme"
    assert document.text.startswith("Acme has bought Beta Foods")
    assert document.published == ""  # the day it was fetched is not the day it was published


@pytest.mark.parametrize("ending", ["warc", "warc.gz", "warc.zst"])
def test_records_are_read_one_by_one_packed_or_not(tmp_path: Path, ending: str) -> None:
    pack = {"warc": bytes, "warc.gz": gzip.compress, "warc.zst": zstandard.ZstdCompressor().compress}[ending]
    data = b"".join(pack(record(name)) for name in ("Acme", "Gamma", "Delta"))
    documents, errors = read(tmp_path / f"a.{ending}", data)
    assert [document.title for document in documents] == ["Acme", "Gamma", "Delta"]
    assert errors == []


def test_what_is_no_article_is_left_out_in_silence(tmp_path: Path) -> None:
    data = (
        record("info", b"software: x\r\n", kind="warcinfo")
        + record("picture", b"\x89PNG\r\n\x1a\n\0\0", Content_Type="image/png")
        + record("gone", status="404 Not Found")
        + record("Acme")
        + record("plain", b"Gamma has sued Delta.", kind="conversion", Content_Type="text/plain")
    )
    documents, errors = read(tmp_path / "a.warc", data)
    assert [document.source for document in documents] == ["https://news.example/Acme", "https://news.example/plain"]
    assert errors == []


GARBAGE = {
    "words between records": b"this is no record\r\n" * 200,
    "a record without a length": b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + b"x" * 300 + b"\r\n\r\n",
    "a length that is no number": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: much\r\n\r\nx\r\n\r\n",
    "a length that reaches into the next": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 400\r\n\r\nx\r\n\r\n",
    "an answer that is none": b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\n"
    b"Content-Length: 4\r\n\r\nnone\r\n\r\n",
    "no address": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 4\r\n\r\nnone\r\n\r\n",
    "bytes": bytes(range(256)) * 40 + b"\r\n",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_one_error_and_the_records_around_it_are_read(tmp_path: Path, name: str) -> None:
    documents, errors = read(tmp_path / "a.warc", record("Acme") + GARBAGE[name] + record("Gamma"))
    assert [document.title for document in documents] == ["Acme", "Gamma"]
    assert len(errors) == 1 and "damaged web archive" in errors[0] and "\n" not in errors[0]


def test_an_archive_that_breaks_off_gives_its_whole_records(tmp_path: Path) -> None:
    whole = record("Acme") + record("Gamma")
    documents, [error] = read(tmp_path / "a.warc", whole[:-200])
    assert [document.title for document in documents] == ["Acme"]
    assert "does not end after" in error
    packed = gzip.compress(record("Acme")) + gzip.compress(record("Gamma"))[:-60]
    documents, errors = read(tmp_path / "b.warc.gz", packed)
    assert [document.title for document in documents] == ["Acme"]
    assert any("damaged gzip archive" in error for error in errors)


def test_what_the_transfer_put_around_a_page_is_undone(tmp_path: Path) -> None:
    page = PAGE.format("Acme").encode()
    packed = gzip.compress(page)
    chunked = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (40, packed[:40], len(packed) - 40, packed[40:])
    told = {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}
    [document], errors = read(tmp_path / "a.warc", record("Acme", chunked, **told))
    assert document.title == "Acme" and errors == []


def test_a_bomb_inside_a_record_is_one_error(tmp_path: Path) -> None:
    bomb = record("bomb", gzip.compress(b"\0" * 40_000_000), Content_Encoding="gzip")
    documents, [error] = read(tmp_path / "a.warc", bomb + record("Gamma"))
    assert [document.title for document in documents] == ["Gamma"]
    assert "200-fold" in error


def test_an_empty_archive_is_said_so(tmp_path: Path) -> None:
    assert "is empty" in read(tmp_path / "a.warc", b"")[1][0]


def test_an_archive_of_nothing_but_wrong_lengths_ends(tmp_path: Path) -> None:
    wrong = GARBAGE["a length that reaches into the next"].replace(b"400", b"200000")
    documents, errors = read(tmp_path / "a.warc", wrong * 5_000)
    assert documents == [] and 20 < len(errors) < 100
