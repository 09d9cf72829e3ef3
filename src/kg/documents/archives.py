"""Web archives (WARC): the articles among the pages that a crawler kept, whatever stands between them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.documents.articles import html_article, text_article
from kg.documents.decoding import scrub
from kg.documents.packing import unpacked
from kg.documents.sources import Source
from kg.documents.streams import CHUNK, LARGEST, pushed_back, read_whole
from kg.errors import InputError
from kg.model import Document

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_VERSION = re.compile(rb"WARC/\d\.\d+\s*")
_INSIDE = re.compile(rb"^WARC/\d\.\d+\s*$", re.MULTILINE)
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^warc-type:[ \t]*([\w-]+)", re.IGNORECASE | re.MULTILINE)
_READ = frozenset((b"response", b"resource", b"conversion"))
"""Kinds of record that hold what a server gave, or its text; requests, notes and pages not fetched again do not."""
_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_LINE = 64 * 1024
"""Bytes of a record's header; those of crawlers have some hundred."""
_RESCANS = 20
"""Records of wrong length whose bytes are looked through again: an archive of nothing else would take forever."""
_END = b"\r\n\r\n"
"""What stands after each record."""


@dataclass(frozen=True, slots=True)
class _Record:
    """A record as it lies in the file."""

    place: str
    head: bytes
    block: bytes


def read_warc(source: Source) -> Iterator[Document | InputError]:
    """The articles among an archive's pages; what is damaged comes as an InputError, and the rest goes on.

    A document's id is its address after the moment it was fetched: `20240501100000/https://example.org/news`.
    """
    with source.open() as file:
        for found in _Records(file, source.name).all():
            article = found if isinstance(found, InputError) else _try(found)
            if article is not None:
                yield article


class _Records:
    """Cuts an archive into records. After damage it goes on at the next line that begins one."""

    def __init__(self, file: io.BufferedIOBase, name: str) -> None:
        self._file = file
        self._name = name
        self._number = 0
        self._lost = False
        self._rescans = _RESCANS

    def all(self) -> Iterator[_Record | InputError]:
        while True:
            try:
                line = self._file.readline(_LINE)
                if not line:
                    break
                found = self._after(line)
            except InputError as error:
                found, self._lost = error, True
            if found is not None:
                yield found
        if self._number == 0 and not self._lost:
            yield InputError(f"{self._name}: is empty, a web archive (WARC) was expected")

    def _after(self, line: bytes) -> _Record | InputError | None:
        """What begins with this line: a record, or damage; None where there is nothing to say of it."""
        if _VERSION.fullmatch(line):
            self._number += 1
            self._lost = False
            return self._record(line)
        if not line.strip() or self._lost:
            return None
        return self._damage("got something that is no WARC record")

    def _record(self, line: bytes) -> _Record | InputError | None:
        head = self._head(line)
        found, kind = _LENGTH.search(head), _TYPE.search(head)
        if found is None or kind is None:
            return self._damage("its header lacks a WARC-Type or a Content-Length that is a number")
        length = int(found[1])
        if kind[1].lower() not in _READ or length > LARGEST:
            return self._skip(length)
        block = self._file.read(length)
        end = self._file.read(len(_END))
        if end != _END and (end or len(block) < length or _INSIDE.search(block)):
            # Its length may be wrong, and other records lie in what was taken for its block.
            if self._rescans:
                self._rescans -= 1
                self._file = pushed_back(block + end, self._file)
            return self._damage(f"it does not end after its {length:,} bytes")
        return _Record(f"{self._name}, record {self._number}", head, block)

    def _head(self, line: bytes) -> bytes:
        lines = [line]
        while (more := self._file.readline(_LINE)).strip() and sum(map(len, lines)) < _LINE:
            lines.append(more)
        return b"".join([*lines, b"\r\n"])

    def _skip(self, length: int) -> InputError | None:
        left = length
        while left and (part := self._file.read(min(left, CHUNK))):
            left -= len(part)
        return self._damage("it breaks off") if left else None

    def _damage(self, what: str) -> InputError:
        self._lost = True
        return InputError(f"{self._name}, record {max(self._number, 1)}: damaged web archive ({what}); fetch it again")


def _try(record: _Record) -> Document | InputError | None:
    try:
        return _article(record)
    except InputError as error:
        return error


def _article(record: _Record) -> Document | None:
    """The article in a record; None where it holds none: a picture, a redirection, a page that was not found."""
    parsed = _parse(record)
    address = scrub(parsed.rec_headers.get_header("WARC-Target-URI") or "")
    headers = parsed.http_headers
    if headers is not None and headers.get_statuscode() != "200":
        return None
    told = (headers.get_header("Content-Type") if headers is not None else parsed.content_type) or ""
    kind = told.partition(";")[0].strip().lower()
    if kind not in _PAGES and kind != "text/plain":
        return None
    place = f"{record.place} ({address})" if address else record.place
    moment = re.sub(r"\D", "", parsed.rec_headers.get_header("WARC-Date") or "")[:14]
    known = Document(f"{moment}/{address}" if address else "", "", address or record.place)
    data = _content(parsed, place)
    if kind == "text/plain":
        return text_article(data, known, place)
    charset = _CHARSET.search(told)
    return html_article(data, known, place, charset[1] if charset else "")


def _parse(record: _Record) -> ArcWarcRecord:
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - only archives need it
    from warcio.recordloader import ArcWarcRecordLoader  # noqa: PLC0415
    from warcio.statusandheaders import StatusAndHeadersParserException  # noqa: PLC0415

    whole = io.BytesIO(record.head + record.block)
    try:
        return ArcWarcRecordLoader().parse_record_stream(whole, known_format="warc")
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, AttributeError, ValueError) as error:
        why = " ".join(str(error).split())[:200]
        raise InputError(f"{record.place}: damaged web archive ({why}); fetch it again") from error


def _content(parsed: ArcWarcRecord, place: str) -> bytes:
    """The bytes of the page, without what the transfer put around them."""
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415 - as above

    data: bytes = parsed.raw_stream.read()
    headers = parsed.http_headers
    if headers is None:
        return data
    if (headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
        data = ChunkedDataReader(io.BytesIO(data)).read()
    return decoded_content(data, headers.get_header("Content-Encoding") or "", place)


def decoded_content(data: bytes, encoding: str, place: str) -> bytes:
    """The content of an answer of HTTP, its `Content-Encoding` undone; InputError for one that kg does not know."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity") or (encoding == "gzip" and not data.startswith(b"\x1f\x8b")):
        return data
    if encoding in ("gzip", "x-gzip"):
        return read_whole(unpacked(io.BytesIO(data), ".gz", place), place)
    if encoding == "zstd":
        return read_whole(unpacked(io.BytesIO(data), ".zst", place), place)
    raise InputError(f"{place}: is encoded as {encoding!r}, gzip or zstd was expected; fetch it without an encoding")
