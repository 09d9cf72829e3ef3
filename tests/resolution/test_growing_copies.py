"""Copies found change by change are those that are found among all documents at once, whatever came or went when."""

from __future__ import annotations

import base64
import random
import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import ontology
from kg.model import Document, Extraction
from kg.resolution import copies
from kg.resolution.copies import find_copies
from kg.resolution.growing import Memory, memory
from kg.resolution.growing import copies as growing
from kg.settings import Settings


class Archive:
    """Documents and what is remembered of their copies."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        self.held: dict[str, Document] = {}
        self.told: set[tuple[str, str]] = set()
        """Copies as the changes have it, one after another."""
        self._touched: set[str] = set()
        self._memory = Memory(self.db, ontology.load(), Settings())

    def put(self, id_: str, sketch: bytes) -> None:
        self.held[id_] = Document(id_, "", sketch=base64.b64encode(sketch).decode())
        self._touched.add(id_)

    def remove(self, id_: str) -> None:
        if self.held.pop(id_, None):
            self._touched.add(id_)

    def refresh(self) -> None:
        self._memory.prepare()
        self._memory.revise(sorted(self._touched), self._find, ())
        self._touched.clear()
        changes = list(self._memory.changes())
        self.told.difference_update(pair for change in changes for pair in change.before.knowledge.copies)
        self.told.update(pair for change in changes for pair in change.after.knowledge.copies)
        self._memory.forget()

    def _find(self, id_: str) -> Extraction | None:
        return Extraction(self.held[id_], (), ()) if id_ in self.held else None

    @property
    def known(self) -> set[tuple[str, str]]:
        return {pair for part in self._memory.everything() for pair in part.knowledge.copies}

    @property
    def wanted(self) -> set[tuple[str, str]]:
        return {pair for pair in find_copies(self.held.values()).items() if pair[0] != pair[1]}


class Papers:
    """Papers that print stories word by word, cut, mixed with others or not at all."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._numbers = self._chance.choice([6, 9, 24])
        """Of a sketch: two, three or eight bands."""
        self._stories = [self._fresh() for _ in range(self._chance.randint(1, 4))]
        self._ids = [f"{number:02}" for number in range(self._chance.choice([5, 12, 30]))]

    def happen(self, archive: Archive) -> None:
        if self._chance.random() < 0.6:
            archive.put(self._chance.choice(self._ids), self._printed())
        else:
            archive.remove(self._chance.choice(self._ids))

    def batches(self) -> Iterator[int]:
        yield from self._chance.choices([0, 1, 1, 1, 2, 7, 20], k=12)

    def _printed(self) -> bytes:
        one, other = (self._chance.choice(self._stories) for _ in range(2))
        if self._chance.random() < 0.1:
            return b"" if self._chance.random() < 0.5 else one[: self._chance.choice([7, 11])]
        kept = self._chance.choice([0.3, 0.6, 0.8, 0.9, 1.0])
        fresh = self._chance.choice([other, self._fresh()])
        parts = (one if self._chance.random() < kept else fresh for _ in range(self._numbers))
        return b"".join(part[2 * at : 2 * at + 2] for at, part in enumerate(parts))

    def _fresh(self) -> bytes:
        return self._chance.randbytes(2 * self._numbers)


@pytest.fixture(params=[copies.HUBS, 3, 1], ids=["roomy", "crowded", "one hub"])
def _hubs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch, request.param)


def allow(monkeypatch: pytest.MonkeyPatch, hubs: int) -> None:
    for module in (copies, growing):
        monkeypatch.setattr(module, "HUBS", hubs)
    monkeypatch.setattr(memory.tables, "revision", lambda *_: "this")


@pytest.mark.usefixtures("_hubs")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(seed=st.integers(0, 1 << 32))
def test_whatever_comes_changes_and_goes_copies_are_those_of_what_remains(seed: int) -> None:
    papers, archive = Papers(seed), Archive()
    for events in papers.batches():
        for _ in range(events):
            papers.happen(archive)
        archive.refresh()
        assert archive.known == archive.told == archive.wanted
    for id_ in list(archive.held):
        archive.remove(id_)
    archive.refresh()
    assert not archive.known and not archive.told
    assert [archive.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("band", "sketch")] == [0, 0]


def test_a_story_falls_apart_without_the_paper_that_held_it_together() -> None:
    chance = random.Random(1)
    left, right = chance.randbytes(48), chance.randbytes(48)
    archive = Archive()
    archive.put("b", left)
    archive.put("c", right)
    archive.put("d", left[:24] + right[24:])
    archive.refresh()
    assert archive.known == {("c", "b"), ("d", "b")}
    archive.remove("d")
    archive.refresh()
    assert archive.known == set()
    archive.put("a", left[:24] + right[24:])
    archive.refresh()
    assert archive.known == {("b", "a"), ("c", "a")}


def test_words_that_go_from_one_paper_to_another_stay_in_their_story() -> None:
    chance, archive = random.Random(4), Archive()
    told = chance.randbytes(48)
    first, second = sorted((told, told[:30] + chance.randbytes(18)), key=copies.key_of)
    archive.put("1", first)
    archive.put("2", second)
    archive.refresh()
    archive.remove("2")
    archive.put("3", second)
    archive.refresh()
    assert archive.known == archive.told == {("3", "1")}


def test_one_more_document_is_compared_with_few_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    chance, archive, compared = random.Random(2), Archive(), list[bytes]()

    def likeness(one: bytes, other: bytes) -> float:
        compared.append(other)
        return copies.likeness(one, other)

    bulletin = chance.randbytes(384)
    for number in range(400):
        kept = 2 * chance.randrange(95, 190) * (number % 2)
        archive.put(f"{number:03}", bulletin[:kept] + chance.randbytes(384 - kept))
    allow(monkeypatch, 20)
    archive.refresh()
    assert len(archive.known) == 199
    monkeypatch.setattr(growing, "likeness", likeness)
    archive.put("new", bulletin[:200] + chance.randbytes(184))
    archive.refresh()
    assert ("new", "001") in archive.known
    assert 0 < len(compared) < 25
