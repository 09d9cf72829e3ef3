"""JSON lines: one document a line, `{"id", "text", "title", "url", "published"}`, all but `text` optional."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from kg.documents.dates import iso
from kg.documents.decoding import decode, scrub
from kg.documents.making import make_document, refuse_long
from kg.documents.sources import Source
from kg.errors import InputError
from kg.model import Document

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_EXPECTED = 'expected {"text": "…"} with optional "id", "title", "url", "published"'


def read_json_lines(source: Source) -> Iterator[Document | InputError]:
    """A document a line; a line that is malformed comes as an InputError that names it, and the rest goes on."""
    with source.open() as file:
        yield from _documents(file, source)


def read_gzipped_json_lines(source: Source) -> Iterator[Document | InputError]:
    """As `read_json_lines`; an archive that breaks off gives its whole lines first, then an InputError."""
    with source.open() as packed, gzip.open(packed) as file:
        try:
            yield from _documents(cast(BinaryIO, file), source)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            yield InputError(f"{source.name}: damaged gzip archive ({error}); pack it again")


def _documents(file: BinaryIO, source: Source) -> Iterator[Document | InputError]:
    empty = True
    for number, line in enumerate(_lines(file, source), start=1):
        if not line.strip():
            continue
        empty = False
        try:
            yield _document(line, f"{source.name}:{number}", source.name)
        except InputError as error:
            yield error
    if empty:
        yield InputError(f"{source.name}: is empty, {_EXPECTED} on each line")


def _lines(file: BinaryIO, source: Source) -> Iterator[bytes]:
    first = file.readline()
    if first.startswith(_UTF16_MARKS):  # a line feed is two bytes there
        text = decode(first + file.read(), source.name)
        yield from (line.encode() for line in text.split("\n"))
        return
    yield first.removeprefix(b"\xef\xbb\xbf")
    yield from file


def _document(line: bytes, place: str, name: str) -> Document:
    record = _record(decode(line.rstrip(b"\r\n"), place), place)
    text = record.get("text")
    if not isinstance(text, str):
        raise InputError(f'{place}: got no "text", {_EXPECTED}')
    if not text.strip():
        raise InputError(f'{place}: "text" is empty, an article\'s text was expected')
    refuse_long(text, place)
    url = _field(record, "url", place)
    known = Document(
        id=_field(record, "id", place),
        text=scrub(text),
        source=url or name,
        title=_field(record, "title", place),
        published=iso(_field(record, "published", place)),
    )
    return make_document(known)


def _record(line: str, place: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: malformed JSON at column {error.colno} ({error.msg}); {_EXPECTED}") from error
    except (RecursionError, ValueError) as error:
        raise InputError(f"{place}: JSON that cannot be read ({error}); {_EXPECTED}") from error
    if not isinstance(record, dict):
        raise InputError(f"{place}: got a JSON {type(record).__name__}, {_EXPECTED}")
    return record


def _field(record: dict[str, object], key: str, place: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return scrub(str(value)).strip()
    raise InputError(f'{place}: "{key}" is a {type(value).__name__}, a text was expected')
