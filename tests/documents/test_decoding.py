"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.decoding import decode, decode_html
from kg.errors import InputError

TEXT = "Société Générale paid “£2m” – and Nestlé’s chief said so to Crédit Agricole."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_common_encodings_are_told_apart(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


def test_one_damaged_byte_does_not_spoil_the_other_letters_of_utf_8() -> None:
    data = TEXT.encode() + b" \xff and more"
    assert decode(data, "a.txt") == TEXT + " \ufffd and more"


def test_stray_nuls_and_controls_become_replacement_characters_so_that_offsets_stay() -> None:
    assert decode(b"Acme\0 buys\x01 Beta.\x0cPage 2", "a.txt") == "Acme\ufffd buys\ufffd Beta.\nPage 2"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 text", "a PDF"),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (bytes(range(256)) * 8, "control bytes"),
        (b"Caf\xe9 \x81 closed", "neither UTF-8 nor Windows-1252"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line_that_names_the_file(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        decode(data, "odd.txt")
    assert str(raised.value).startswith("odd.txt: ")
    assert "\n" not in str(raised.value)


def test_a_page_is_read_in_the_charset_that_it_declares() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Газпром</body></html>'
    assert decode_html(page.encode("windows-1251"), "a.html") == page


@pytest.mark.parametrize("charset", ["utf-8", "no-such-charset", "base64", "hex"])
def test_a_page_that_declares_a_wrong_charset_is_read_all_the_same(charset: str) -> None:
    page = f'<meta charset="{charset}"><p>Nestlé</p>'
    assert decode_html(page.encode("cp1252"), "a.html") == page


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff")))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(b"News: " + text.encode(), "a.txt") == "News: " + text
