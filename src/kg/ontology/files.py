"""Reads the files of the folder `ontology/`; every fault is an OntologyError that names the file."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import OntologyError

NAME_TABLES = ("bodies", "countries", "descriptors", "honorifics", "legal", "nicknames")
Tables = dict[str, dict[str, Any]]


def read_turtle(path: Path) -> tuple[str, list[ox.Quad], dict[str, str]]:
    """The text of a Turtle file, its triples in the order of the text, and its prefixes."""
    text = _read(path)
    try:
        parser = ox.parse(text, format=ox.RdfFormat.TURTLE)
        quads = list(parser)
    except SyntaxError as error:
        raise OntologyError(f"{path}: got no valid Turtle: {error.msg}; correct line {error.lineno}") from error
    return text, quads, dict(parser.prefixes)


def read_cues(folder: Path, relations: Collection[str]) -> Tables:
    """What each RELATION.toml says, by relation; empty where there is no such folder."""
    cues = _read_tables(folder)
    for name in cues:
        if name not in relations:
            raise OntologyError(
                f"{folder / name}.toml: kg.ttl has no relation {name!r}; declare it there "
                f"(kg:{name} a kg:Relation ...) or name the file after one of: {', '.join(relations)}"
            )
    return cues


def read_names(folder: Path) -> Tables:
    """What each STEM.toml says, by stem; the tables that kg relies on are among them."""
    names = _read_tables(folder)
    if missing := [f"{name}.toml" for name in NAME_TABLES if name not in names]:
        raise OntologyError(
            f"{folder}: lacks {', '.join(missing)}; copy from the ontology that `kg ontology FOLDER` writes"
        )
    return names


def _read_tables(folder: Path) -> Tables:
    return {path.stem: _read_toml(path) for path in sorted(folder.glob("*.toml"))}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{path}: got no valid TOML; correct this: {error}") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise OntologyError(f"{path}: missing; copy it from the ontology that `kg ontology FOLDER` writes") from error
    except UnicodeDecodeError as error:
        raise OntologyError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except OSError as error:
        raise OntologyError(
            f"{path}: cannot be read ({error.strerror}); check what it is and who may read it"
        ) from error
