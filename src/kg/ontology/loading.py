"""Finds the folder `ontology/` and reads what it describes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import OntologyError
from kg.ontology.files import read_turtle
from kg.ontology.view import Ontology
from kg.ontology.vocabulary import Vocabulary


def load(folder: Path | None = None) -> Ontology:
    """The ontology in `folder`, or the one that kg carries; read once per folder and process.

    Raises OntologyError where kg.ttl is missing or does not say what it must.
    """
    return _load((folder or _own_folder()).resolve())


def _own_folder() -> Path:
    installed = Path(__file__).parent.parent / "_ontology"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "ontology"


@lru_cache
def _load(folder: Path) -> Ontology:
    if not folder.is_dir():
        raise OntologyError(f"{folder}: no such folder; expected one such as `kg ontology FOLDER` writes")

    path = folder / "kg.ttl"
    turtle, quads, prefixes = read_turtle(path)
    vocabulary = Vocabulary(path, quads)
    classes = vocabulary.classes()
    return Ontology(
        folder=folder,
        turtle=turtle,
        prefixes=MappingProxyType(prefixes),
        classes=MappingProxyType(classes),
        relations=MappingProxyType(vocabulary.relations(classes)),
        disjoint=vocabulary.disjoint(),
    )
