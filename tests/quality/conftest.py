"""The gold articles, their gold facts, and what the shipped reader says of them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import score_together
from kg.documents import read_sources
from kg.model import Document, Extraction, Knowledge, Span
from kg.reading import Reader
from kg.records import Record, document_record
from kg.resolution import resolve
from kg.settings import Settings
from score_together import MARKED

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "src" / "kg" / "demo"


@dataclass(frozen=True)
class Reading:
    """An article and all that came out of it by itself."""

    document: Document
    extraction: Extraction
    knowledge: Knowledge
    record: Record


@dataclass(frozen=True)
class Factless:
    """A sentence that states no fact, and the names that stand in it."""

    text: str
    names: tuple[str, ...]


@pytest.fixture(scope="session")
def gold() -> dict[str, dict[str, Any]]:
    lines = (HERE / "gold.jsonl").read_text("utf-8").splitlines()
    return {record["doc"]: record for record in map(json.loads, lines)}


@pytest.fixture(scope="session")
def articles() -> dict[str, str]:
    """Every article that has gold, by name: those of `kg demo`, then those kept here."""
    paths = sorted(DEMO.glob("*.txt")) + sorted((HERE / "articles").glob("*.txt"))
    return {path.stem: path.read_text("utf-8") for path in paths}


@pytest.fixture(scope="session")
def furniture() -> dict[str, list[str]]:
    return tomllib.loads((HERE / "furniture.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def floors() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((HERE / "floors.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def factless() -> list[Factless]:
    lines = score_together.lines_of(HERE / "factless.txt")
    return [Factless(MARKED.sub(r"\1", line), tuple(MARKED.findall(line))) for line in lines]


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(Settings())


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    """The gold articles as documents."""
    return [item for item in read_sources([str(DEMO), str(HERE / "articles")]) if isinstance(item, Document)]


@pytest.fixture(scope="session")
def readings(reader: Reader, documents: list[Document]) -> dict[str, Reading]:
    """What the shipped reader makes of each gold article."""
    return {reading.document.id: reading for reading in _read(reader, documents)}


@pytest.fixture(scope="session")
def factless_readings(reader: Reader, factless: list[Factless]) -> list[Reading]:
    documents = [
        Document(id=f"factless-{number}", text=one.text, body=(Span(0, len(one.text)),))
        for number, one in enumerate(factless, 1)
    ]
    return _read(reader, documents)


def _read(reader: Reader, documents: list[Document]) -> list[Reading]:
    found: list[Reading] = []
    for extraction in map(reader.read, documents):
        knowledge = resolve([extraction], reader.ontology, reader.settings)
        name = extraction.document.id
        found.append(Reading(extraction.document, extraction, knowledge, document_record(name, knowledge)))
    return found
