"""Finds the folder `ontology/` and reads it; every fault is an OntologyError that names the file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.errors import OntologyError
from kg.ontology.shapes import end_shapes
from kg.ontology.view import Ontology, Relation
from kg.ontology.vocabulary import Vocabulary, parse_turtle

NAME_TABLES = ("countries", "descriptors", "honorifics", "legal", "nicknames", "regulators")


def load(folder: Path | None = None) -> Ontology:
    """The ontology in `folder`, or the one that kg carries; read once per folder and process."""
    return _load((folder or _own_folder()).resolve())


def _own_folder() -> Path:
    installed = Path(__file__).parent.parent / "_ontology"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "ontology"


@lru_cache
def _load(folder: Path) -> Ontology:
    if not folder.is_dir():
        raise OntologyError(f"{folder}: no such folder; expected one with kg.ttl, shapes.ttl, cues/ and names/")
    turtle, shapes = _read(folder / "kg.ttl"), _read(folder / "shapes.ttl")
    quads, prefixes = parse_turtle(folder / "kg.ttl", turtle)
    parse_turtle(folder / "shapes.ttl", shapes)
    vocabulary = Vocabulary(folder / "kg.ttl", quads)
    classes = vocabulary.classes()
    relations = vocabulary.relations(classes)
    ontology = Ontology(
        folder=folder,
        classes=MappingProxyType(classes),
        relations=MappingProxyType(relations),
        disjoint=vocabulary.disjoint(),
        cues=MappingProxyType(_read_cues(folder / "cues", relations)),
        names=MappingProxyType(_read_names(folder / "names")),
        prefixes=MappingProxyType(prefixes),
        turtle=turtle,
        shapes=shapes,
    )
    return replace(ontology, shapes=shapes + "\n" + end_shapes(ontology))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise OntologyError(f"{path}: missing; copy it from the ontology that kg carries") from error
    except UnicodeDecodeError as error:
        raise OntologyError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read: {error.strerror}; check its permissions") from error


def _read_tables(folder: Path) -> dict[str, dict[str, Any]]:
    return {path.stem: _read_toml(path) for path in sorted(folder.glob("*.toml"))}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{path}: not valid TOML: {error}") from error


def _read_cues(folder: Path, relations: Mapping[str, Relation]) -> dict[str, dict[str, Any]]:
    cues = _read_tables(folder)
    for name in cues:
        if name not in relations:
            raise OntologyError(
                f"{folder / name}.toml: kg.ttl has no relation {name!r}; declare it there "
                f"(kg:{name} a kg:Relation ...) or name the file after one of: {', '.join(relations)}"
            )
    return cues


def _read_names(folder: Path) -> dict[str, dict[str, Any]]:
    names = _read_tables(folder)
    if missing := [name for name in NAME_TABLES if name not in names]:
        raise OntologyError(f"{folder}: lacks {', '.join(missing)} (.toml); copy from the ontology that kg carries")
    return names
