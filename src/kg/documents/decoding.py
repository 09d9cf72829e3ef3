"""From bytes to text: UTF-8, UTF-16, Windows-1252; what is not text is refused by name."""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError

_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a rar archive",
    b"\x89PNG": "a PNG image",
    b"GIF8": "a GIF image",
    b"\xff\xd8\xff": "a JPEG image",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3": "a SQLite database",
    b"{\\rtf": "an RTF document",
}
_SAMPLE = 65536
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b"))
_MANY_CONTROLS = 0.02
"""Share of control bytes above which no text was seen; text with stray NULs stays far below."""
_FEW_CONTROLS = 8
"""So many stray control bytes are let pass in a short text."""
_UTF16_NULS = 0.3
"""Share of NULs on one side of the byte pairs: English in UTF-16 has nearly 1, other encodings nearly 0."""

_UNHOLDABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def decode(data: bytes, name: str) -> str:
    """The text of `data`; raises InputError, which says `name`, where it is no text."""
    _refuse_formats(data, name)
    encoding = _utf16(data)
    if encoding:
        return scrub(data.decode(encoding, "replace").removeprefix("\ufeff"))
    _refuse_binary(data, name)
    return scrub(_eight_bit(data, name))


def decode_html(data: bytes, name: str, charset: str = "") -> str:
    """As `decode`, but a charset that is given, or declared in the page, is believed where the bytes are not UTF-8."""
    declared = _CHARSET.search(data[:4096])
    told = charset or (declared.group(1).decode("ascii", "replace") if declared else "")
    if told and not _utf16(data) and not _is_utf8(data):
        try:
            text, _ = codecs.lookup(told).decode(data, "strict")
            return scrub(text)
        except (LookupError, ValueError, TypeError, AttributeError):
            return decode(data, name)
    return decode(data, name)


def scrub(text: str) -> str:
    """`text` with each character that no output format can hold replaced by U+FFFD, so that offsets stay."""
    return _UNHOLDABLE.sub("\ufffd", text).replace("\x0b", "\n").replace("\x0c", "\n")


def _refuse_formats(data: bytes, name: str) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(f"{name}: looks binary ({what}), text was expected; convert it to .txt or .html first")


def _refuse_binary(data: bytes, name: str) -> None:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(_FEW_CONTROLS, _MANY_CONTROLS * len(sample)):
        raise InputError(
            f"{name}: looks binary ({controls} control bytes in the first {len(sample)}), text was expected; "
            "save it as UTF-8 text"
        )


def _utf16(data: bytes) -> str:
    """The UTF-16 flavour of `data`, by its mark or by its NULs; empty where it is none."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if pairs > _FEW_CONTROLS and odd > _UTF16_NULS * pairs and even == 0:
        return "utf-16-le"
    if pairs > _FEW_CONTROLS and even > _UTF16_NULS * pairs and odd == 0:
        return "utf-16-be"
    return ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(data: bytes, name: str) -> str:
    text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    if broken <= 0:
        return text
    wide = sum(character > "\x7f" for character in text) - text.count("\ufffd")
    if wide > broken:  # UTF-8 with a few damaged bytes: Windows-1252 would spoil every good letter
        return text
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: byte {error.start} is neither UTF-8 nor Windows-1252; save the text as UTF-8"
        ) from error
