"""Packed files: whole, cut off, with garbage between their parts, and bombs."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

import pytest
import zstandard

from kg.documents.packing import FREE, unpacked
from kg.documents.streams import CHUNK
from kg.errors import InputError

Pack = Callable[[bytes], bytes]
PACKS: dict[str, Pack] = {".gz": gzip.compress, ".zst": zstandard.ZstdCompressor().compress}


@pytest.fixture(params=PACKS)
def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def pack(suffix: str) -> Pack:
    return PACKS[suffix]


def read(packed: bytes, suffix: str) -> tuple[bytes, list[str]]:
    """All that can be read, and what is said of the rest."""
    parts, errors = [], []
    with unpacked(io.BytesIO(packed), suffix, "news") as file:
        while True:
            try:
                if not (part := file.read1(CHUNK)):
                    return b"".join(parts), errors
                parts.append(part)
            except InputError as error:
                errors.append(str(error))


def lines(name: str, number: int = 2000) -> bytes:
    return b"".join(f"{name} {index * index}\n".encode() for index in range(number))


def test_parts_one_after_another_are_one_stream(pack: Pack, suffix: str) -> None:
    assert read(pack(lines("a")) + pack(b"") + pack(lines("b")), suffix) == (lines("a") + lines("b"), [])


def test_an_archive_that_breaks_off_gives_what_it_has_and_one_error(suffix: str) -> None:
    data = lines("a", 50_000)
    packed = PACKS[suffix](data)
    found, [error] = read(packed[: len(packed) // 2], suffix)
    assert data.startswith(found) and len(found) > len(data) / 4
    assert "damaged" in error and "breaks off" in error


def test_reading_goes_on_with_the_next_whole_part_after_garbage(pack: Pack, suffix: str) -> None:
    packed = pack(lines("a")) + b"no archive at all, " * 5000 + pack(lines("b"))
    found, [error] = read(packed, suffix)
    assert found == lines("a") + lines("b")
    assert "no archive where one should begin" in error


def test_a_part_with_flipped_bits_is_reported_and_the_next_is_read(pack: Pack, suffix: str) -> None:
    broken = bytearray(pack(lines("a")))
    broken[len(broken) // 2 : len(broken) // 2 + 40] = b"\xaa" * 40
    found, errors = read(bytes(broken) + pack(lines("b")), suffix)
    assert found.endswith(lines("b"))
    assert len(errors) == 1 and "damaged" in errors[0]


@pytest.mark.parametrize("data", [b"x", b"Acme has bought Beta. " * 9])
def test_what_is_no_archive_is_said_so(data: bytes, suffix: str) -> None:
    found, [error] = read(data, suffix)
    assert found == b"" and "damaged" in error


def test_nothing_is_nothing(suffix: str) -> None:
    assert read(b"", suffix) == (b"", [])


def test_padding_with_zeros_is_no_damage() -> None:
    assert read(gzip.compress(b"a") + b"\0" * 512, ".gz") == (b"a", [])


def test_frames_to_be_skipped_are_skipped() -> None:
    skipped = b"\x50\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"notes"
    packed = PACKS[".zst"](b"a")
    assert read(skipped + packed + skipped + packed, ".zst") == (b"aa", [])


def test_a_bomb_is_left_soon_after_its_first_megabytes(pack: Pack, suffix: str) -> None:
    packed = pack(b"\0" * FREE * 5)
    found, [error] = read(packed, suffix)
    assert len(found) < 3 * FREE
    assert "grows more than 200-fold" in error


def test_a_window_too_wide_to_hold_is_refused() -> None:
    wide = zstandard.ZstdCompressionParameters(window_log=30)
    maker = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    packed = maker.compress(lines("a")) + maker.flush()
    found, [error] = read(packed, ".zst")
    assert found == b"" and "damaged zstd archive" in error
