"""From sources to documents: ids, encodings, bad files, any bytes at all."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import READERS, read_sources
from kg.documents.packing import PACKINGS
from kg.documents.streams import CHUNK, LARGEST
from kg.errors import InputError
from kg.model import Document, Span


def documents(*sources: str | Path) -> list[Document]:
    found = list(read_sources([str(source) for source in sources]))
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def body(document: Document) -> list[str]:
    return [document.text[span.start : span.end] for span in document.body]


def test_a_text_is_kept_as_it_is_and_its_headline_is_a_span_of_its_own(tmp_path: Path) -> None:
    text = "\r\n  Acme buys Beta\r\n\r\nAcme has bought Beta.\r\n"
    (tmp_path / "deal.txt").write_bytes(text.encode())
    [document] = documents(tmp_path / "deal.txt")
    assert (document.id, document.text, document.language) == ("deal", text, "en")
    assert document.source == str(tmp_path / "deal.txt")
    assert body(document) == ["Acme buys Beta", "Acme has bought Beta."]


def test_every_suffix_has_a_reader_that_gives_the_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Acme has bought Beta.")
    (tmp_path / "b.md").write_text("---\ntitle: Deal\n---\nAcme has bought Beta.")
    (tmp_path / "c.html").write_text("<title>Deal</title><p>Acme has bought Beta.</p>")
    (tmp_path / "d.htm").write_text("<p>Acme has bought Beta.</p>")
    (tmp_path / "e.jsonl").write_text('{"id": "e", "text": "Acme has bought Beta."}')
    found = documents(tmp_path)
    assert [document.id for document in found] == ["a", "b", "c", "d", "e"]
    assert [body(document) for document in found] == [["Acme has bought Beta."]] * 5
    assert found[1].title == "Deal"


def test_standard_input_gets_its_id_from_its_content() -> None:
    [first] = read_sources(["-"], io.BytesIO(b"Acme has bought Beta."))
    [again] = read_sources(["-"], io.BytesIO(b"Acme has bought Beta."))
    [other] = read_sources(["-"], io.BytesIO(b"Beta has bought Acme."))
    assert isinstance(first, Document) and isinstance(other, Document)
    assert first == again
    assert first.id != other.id


def test_two_texts_under_one_id_are_told_apart_or_refused_never_mixed(tmp_path: Path) -> None:
    for folder, text in (("x", "Acme has bought Beta."), ("y", "Gamma sued Delta."), ("z", "Acme has bought Beta.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_text(text)
    first, error = read_sources([str(tmp_path / folder / "news.txt") for folder in "xyz"])
    assert isinstance(first, Document) and first.id == "news"
    assert isinstance(error, InputError) and "already that of another text" in str(error)
    assert [document.id for document in documents(tmp_path)] == ["x/news", "y/news", "z/news"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "is empty"),
        ("a.md", b" \n\t", "is empty"),
        ("a.html", b"<html><script>x</script></html>", "no text found in the page"),
        ("a.html", b"<" * 200_001, "has 200,001 tags, an article's page with at most 200,000 was expected"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "looks binary (a PNG image)"),
        ("a.jsonl", b"\x89PNG\r\n\x1a\n\0\0", "looks binary (a PNG image)"),
    ],
)
def test_a_bad_file_is_one_clear_line_and_the_rest_goes_on(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "b.txt").write_text("Acme has bought Beta.")
    error, *rest = read_sources([str(tmp_path / name), str(tmp_path / "gone.txt"), str(tmp_path / "b.txt")])
    assert isinstance(error, InputError) and says in str(error) and "\n" not in str(error)
    assert isinstance(rest[-1], Document)


def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    [error] = read_sources([str(tmp_path)])
    assert isinstance(error, InputError) and "cannot be read (No such file or directory)" in str(error)


def test_a_file_that_changes_while_it_is_read_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "1", "text": "Acme has bought Beta.", "note": "' + "x" * 4 * CHUNK + '"}\n')
    with path.open("a") as file:
        file.write('{"id": "2", "text": "Gamma sued Delta.", "note": "' + "x" * 4 * CHUNK + '"}\n')
    found = read_sources([str(path)])
    assert isinstance(next(found), Document)
    with path.open("a") as file:
        file.write('{"id": "3", "text": "Gamma sued Delta."}\n')
    *_, error = found
    assert isinstance(error, InputError) and "changed while it was read" in str(error)


def test_a_file_that_vanishes_is_reported_and_one_that_is_open_is_read_to_its_end(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.jsonl").write_text(f'{{"id": "{name}", "text": "Acme has bought Beta."}}\n')
    found = read_sources([str(tmp_path)])
    first = next(found)
    for name in "ab":
        (tmp_path / f"{name}.jsonl").unlink()
    error, last = found
    assert [item.id for item in (first, last) if isinstance(item, Document)] == ["a", "c"]
    assert isinstance(error, InputError) and "cannot be read (No such file or directory)" in str(error)


def test_empty_files_are_a_line_each_however_many(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").touch()
    (tmp_path / "z.txt").write_text("Acme has bought Beta.")
    *errors, document = read_sources([str(tmp_path)])
    assert len(errors) == 300 and all("is empty" in str(error) for error in errors)
    assert isinstance(document, Document)


@pytest.mark.parametrize("suffix", [".txt", ".html", ".xml"])
def test_more_bytes_than_any_article_has_are_never_held(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    with path.open("wb") as file:
        file.truncate(LARGEST * 40)
    [error] = read_sources([str(path)])
    assert isinstance(error, InputError) and "has more than 33,554,432 bytes" in str(error)


def test_a_line_longer_than_any_article_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * (LARGEST + CHUNK) + b'\n{"text": "Acme has bought Beta."}\n')
    error, document = read_sources([str(path)])
    assert isinstance(error, InputError) and "a line of more than" in str(error)
    assert isinstance(document, Document)


def test_reading_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Acme has bought Beta.")
    found = read_sources([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert isinstance(next(found), Document)
    (tmp_path / "b.txt").write_text("Gamma sued Delta.")
    assert isinstance(next(found), Document)


def test_ten_megabytes_on_one_line_are_no_article(tmp_path: Path) -> None:
    long, good = tmp_path / "a.txt", tmp_path / "b.txt"
    long.write_text("The ministry fined the bank over its accounts. " * 220_000)
    good.write_text("The ministry fined the bank over its accounts.")
    refused, kept = read_sources([str(long), str(good)])
    assert isinstance(refused, InputError) and "10,340,000 characters" in str(refused) and "split it" in str(refused)
    assert isinstance(kept, Document) and kept.id == "b"


def test_a_long_line_is_one_span(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The ministry fined the bank over its accounts. " * 20_000)
    (document,) = documents(path)
    assert document.body == (Span(0, len(document.text.rstrip())),)


def test_right_to_left_text_and_other_languages_are_kept_but_marked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("أعلنت الشركة يوم الثلاثاء شراء منافستها.", encoding="utf-8")
    [document] = documents(tmp_path)
    assert document.language == "und"
    assert document.body


@given(
    data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)),
    suffix=st.sampled_from([name + packing for name in READERS for packing in ("", *PACKINGS)]),
)
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_documents_or_clear_lines(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "news" + suffix)
        path.write_bytes(data)
        for item in read_sources([str(path)]):
            if isinstance(item, InputError):
                assert str(path) in str(item) and "\n" not in str(item)
                continue
            edges = [edge for span in item.body for edge in (span.start, span.end)]
            assert edges == sorted(edges)
            assert all(0 <= span.start < span.end <= len(item.text) for span in item.body)
            assert item.id and item.text.encode()
