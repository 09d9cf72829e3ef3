"""JSON lines: one document a line, `{"id", "text", "title", "url", "published"}`, all but `text` optional."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator

from kg.documents.dates import iso
from kg.documents.decoding import decode, scrub
from kg.documents.making import make_document, refuse_long
from kg.documents.sources import Source
from kg.documents.streams import Chunks, chunks_of, pushed_back, read_lines, stream
from kg.errors import InputError
from kg.model import Document

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"
_EXPECTED = 'expected {"text": "…"} with optional "id", "title", "url", "published"'


def read_json_lines(source: Source) -> Iterator[Document | InputError]:
    """A document a line; a line that is malformed comes as an InputError that names it, and the rest goes on."""
    empty = True
    with source.open() as file, _as_utf8(file) as lines:
        for number, line in enumerate(read_lines(lines, source.name), start=1):
            if isinstance(line, InputError):
                empty = False
                yield line
            elif line.strip():
                empty = False
                yield _read_line(line, f"{source.name}:{number}", source.name)
    if empty:
        yield InputError(f"{source.name}: is empty, {_EXPECTED} on each line")


def _read_line(line: bytes, place: str, name: str) -> Document | InputError:
    try:
        return _document(line, place, name)
    except InputError as error:
        return error


def _as_utf8(file: io.BufferedIOBase) -> io.BufferedIOBase:
    """The same lines without a byte order mark, in UTF-8 where that tells that they are in UTF-16."""
    try:
        head = file.read(len(_UTF8_MARK))
    except InputError as error:  # damaged from the start
        return stream([error, *chunks_of(file)], file)
    whole = pushed_back(head.removeprefix(_UTF8_MARK), file)
    if not head.startswith(_UTF16_MARKS):
        return whole
    return stream(_recoded(chunks_of(whole)), whole)  # a line feed is two bytes there


def _recoded(chunks: Chunks) -> Chunks:
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    for chunk in chunks:
        yield chunk if isinstance(chunk, InputError) else decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", True).encode()


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
