"""JSON lines, whole and broken."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kg.documents import read_sources
from kg.errors import InputError
from kg.model import Document


def read(path: Path, data: bytes) -> list[Document | InputError]:
    path.write_bytes(data)
    return list(read_sources([str(path)]))


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def test_fields_are_taken_over(tmp_path: Path) -> None:
    data = line(
        id=7, text="Acme buys Beta", title="Deal", url="https://a.example/7", published="2021-07-03T10:00Z", more=[1]
    )
    [document] = read(tmp_path / "a.jsonl", data)
    assert isinstance(document, Document)
    assert (document.id, document.title, document.source) == ("7", "Deal", "https://a.example/7")
    assert (document.text, document.published) == ("Acme buys Beta", "2021-07-03")


def test_without_an_id_equal_texts_get_equal_ids_and_come_once(tmp_path: Path) -> None:
    data = line(text="Acme buys Beta") + line(text="Beta buys Acme") + line(text="Acme buys Beta", id=None)
    first, second = read(tmp_path / "a.jsonl", data)
    assert isinstance(first, Document) and isinstance(second, Document)
    assert first.id.startswith("text-") and first.id != second.id
    assert [first] == read(tmp_path / "b.jsonl", line(text="Acme buys Beta", url=str(tmp_path / "a.jsonl")))


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b'{"text": "Acme', "malformed JSON at column 10"),
        (b"[1, 2]\n", "got a JSON list"),
        (b'{"id": "x"}\n', 'got no "text"'),
        (b'{"text": 3}\n', 'got no "text"'),
        (b'{"text": "  "}\n', '"text" is empty'),
        (b'{"text": "Acme", "id": ["x"]}\n', '"id" is a list'),
        (b"[" * 100_000 + b"\n", "JSON"),
        (b'{"text": "Acme", "id": ' + b"9" * 5000 + b"}\n", "JSON that cannot be read"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, bad: bytes, says: str) -> None:
    path = tmp_path / "a.jsonl"
    first, error, last = read(path, line(id="a", text="Acme") + bad.rstrip() + b"\n\n" + line(id="b", text="Beta"))
    assert isinstance(first, Document) and isinstance(last, Document)
    assert isinstance(error, InputError)
    assert str(error).startswith(f"{path}:2: ") and says in str(error)
    assert len(str(error)) < 400


def test_encodings_are_dealt_with_line_by_line(tmp_path: Path) -> None:
    text = '{"text": "Nestlé buys Beta"}\n'
    for name, encoding in (("a", "utf-8-sig"), ("b", "utf-16"), ("c", "cp1252")):
        [document] = read(tmp_path / f"{name}.jsonl", text.encode(encoding))
        assert isinstance(document, Document)
        assert document.text == "Nestlé buys Beta"


def test_a_lone_surrogate_in_an_escape_cannot_leave_the_reader(tmp_path: Path) -> None:
    [document] = read(tmp_path / "a.jsonl", b'{"id": "\\ud800", "text": "Acme \\ud800 buys"}')
    assert isinstance(document, Document)
    assert (document.id, document.text) == ("\ufffd", "Acme \ufffd buys")


def test_packed_lines_are_read_and_a_damaged_archive_gives_what_it_has(tmp_path: Path) -> None:
    packed = gzip.compress(b"".join(line(id=str(number), text=f"Acme bought firm {number}") for number in range(500)))
    assert len(read(tmp_path / "a.jsonl.gz", packed)) == 500
    *documents, error = read(tmp_path / "b.jsonl.gz", packed[: len(packed) // 2])
    assert isinstance(error, InputError) and "damaged gzip archive" in str(error)
    assert documents and all(isinstance(document, Document) for document in documents[:-1])


@pytest.mark.parametrize(("name", "data"), [("a.jsonl", b""), ("b.jsonl", b"\n \n"), ("c.jsonl.gz", b"no gzip")])
def test_a_file_without_lines_is_one_clear_line(tmp_path: Path, name: str, data: bytes) -> None:
    [error] = read(tmp_path / name, data)
    assert isinstance(error, InputError)
    assert str(error).startswith(str(tmp_path / name))
