"""The Python face of a graph: questions, facts, and the same data for rdflib, networkx and the browser."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, overload

from kg.documents import read_sources
from kg.errors import InputError, QueryError
from kg.graph.store import Store
from kg.model import Entity, Fact, Literal
from kg.names import plain
from kg.pipeline import build, build_from
from kg.query import Answer, ask, ask_question
from kg.reading import Reader
from kg.records import Record, fact_record, qualifier_record
from kg.remote.place import Place
from kg.settings import Settings
from kg.shards import Plan
from kg.shards import read as read_shards

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from rdflib import Dataset

# Rows that a notebook shows; `of N` says what is left out.
SHOWN = 20


class Facts(Sequence[Fact]):
    """Facts in order, with the names of what they are about: a table in a notebook, records for a data frame."""

    def __init__(self, facts: Sequence[Fact], entities: Mapping[str, Entity]) -> None:
        self._facts = tuple(facts)
        self._entities = entities

    @overload
    def __getitem__(self, index: int) -> Fact: ...
    @overload
    def __getitem__(self, index: slice) -> Facts: ...
    def __getitem__(self, index: int | slice) -> Fact | Facts:
        return Facts(self._facts[index], self._entities) if isinstance(index, slice) else self._facts[index]

    def __len__(self) -> int:
        return len(self._facts)

    def __repr__(self) -> str:
        return "\n".join("  ".join(row) for row in self.rows()) or "no facts"

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Subject, predicate, object and qualifiers of each fact, as people read them."""
        return [
            (self._name(fact.subject), fact.predicate, self._name(fact.object), _qualified(fact))
            for fact in self._facts
        ]

    def records(self) -> list[Record]:
        """A dict a fact, as `kg extract` prints it: `pandas.DataFrame(facts.records())`."""
        return [fact_record(fact, self._entities) for fact in self._facts]

    def _name(self, end: str | Literal) -> str:
        return (end.text or end.lexical) if isinstance(end, Literal) else self._entities[end].name

    def _repr_html_(self) -> str:
        return _html_table(("subject", "relation", "object", "qualifiers"), self.rows())


class KnowledgeGraph:
    """What a set of documents says. Made by `kg.build`, or opened with `kg.open`; close it, or use it in a `with`."""

    def __init__(self, store: Store, errors: Sequence[InputError] = ()) -> None:
        self.store = store
        self.errors = tuple(errors)
        """Sources that could not be read when the graph was built."""

    def query(self, sparql: str) -> Answer:
        """The answer to a SPARQL query; iterate over it for rows as dicts. The ontology's prefixes are known."""
        return ask(self.store, sparql)

    def question(self, name: str, **parameters: str) -> Answer:
        """The answer to a question that kg knows by name; `kg query --list` shows them."""
        return ask_question(self.store, name, parameters)

    def facts(self, predicate: str = "", subject: str = "", object: str = "") -> Facts:
        """Facts with this predicate, subject and object, the last two by name or id; empty means any.

        Planned, rumoured, hypothetical and denied facts are among them: see `fact.asserted`.
        """
        if predicate and predicate not in self.store.ontology.relations:
            raise QueryError(
                f"got the predicate {predicate!r}, expected one of {', '.join(self.store.ontology.relations)}"
            )
        found = [
            fact
            for one in self._ids(subject)
            for other in self._ids(object)
            for fact in self.store.reading.facts(one, predicate, other)
        ]
        return Facts(found, self._entities)

    def named(self, name: str) -> list[Entity]:
        """Entities of this id, name or alias, whatever its case and accents; the most mentioned first."""
        wanted = plain(name)
        return self._ranked(one for one in self.entities if one.id == name or wanted in map(plain, _names(one)))

    def find(self, name: str) -> list[Entity]:
        """As `named`; where there is none, entities with a name that holds all words of `name`."""
        words = set(plain(name).split())
        if not words:
            return []
        return self.named(name) or self._ranked(
            one for one in self.entities if any(words <= set(plain(label).split()) for label in _names(one))
        )

    @property
    def entities(self) -> Sequence[Entity]:
        """All entities, by id."""
        return list(self._entities.values())

    @property
    def rdf(self) -> Dataset:
        """An rdflib Dataset over the same store."""
        return self.store.rdf

    def to_networkx(self) -> MultiDiGraph[str]:
        """Entities as nodes, asserted facts between them as edges."""
        from kg.export import to_networkx  # noqa: PLC0415  (networkx takes 0.2 s)

        return to_networkx(self.store)

    def to_html(self, path: str | Path) -> Path:
        """Writes a page that shows the graph offline; its path."""
        return self.export(path)

    def export(self, path: str | Path) -> Path:
        """Writes the graph in the format that the suffix names (.ttl, .csv, .graphml, .html ...); its path."""
        from kg.export import export  # noqa: PLC0415  (as above)

        export(self.store, Path(path))
        return Path(path)

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        facts = self.store.reading.facts()
        return f"<KnowledgeGraph {self.store.name}: {len(self._entities)} entities, {len(facts)} facts>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.facts()._repr_html_()}"

    @cached_property
    def _entities(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.store.reading.entities()}

    @staticmethod
    def _ranked(entities: Iterable[Entity]) -> list[Entity]:
        return sorted(entities, key=lambda one: (-len(one.documents), one.id))

    def _ids(self, name: str) -> list[str]:
        if not name:
            return [""]
        found = self.find(name)
        if not found:
            raise QueryError(f"got the name {name!r}, expected one of the {len(self._entities)} entities of this graph")
        return [entity.id for entity in found]


def build_graph(
    sources: str | Path | Sequence[str | Path],
    store: str | Path | Place | None = None,
    settings: Settings | None = None,
    fetch: bool = False,
    shards: str | Path | Plan | None = None,
) -> KnowledgeGraph:
    """The graph of what these files, folders and patterns say, in memory, in a store's folder or on a server.

    With `fetch`, web addresses are sources too; without, they are refused. With `shards`, a folder or an fsspec URL,
    what is read is kept there, and a run that was ended goes on where it was; files only.

    A source that cannot be read is warned of and stands in `.errors`; where none can be read, InputError is raised.
    """
    names = [str(source) for source in ([sources] if isinstance(sources, str | Path) else sources)]
    place = _place(store) if store is not None else None
    reader = Reader(settings or (place.remembered() if place else Settings()))
    opened = place.open("write", reader.settings) if place else Store.open(None, settings=reader.settings)
    if shards is None:
        built = build(read_sources(names, fetch=fetch), opened, reader)
    else:
        plan = shards if isinstance(shards, Plan) else Plan(str(shards))
        built = build_from(read_shards(names, plan, reader), opened, reader)
    if built.errors and not built.outcomes:
        opened.close()
        raise InputError("; ".join(str(error) for error in built.errors))
    for error in built.errors:
        warnings.warn(str(error), stacklevel=2)
    return KnowledgeGraph(opened, built.errors)


def open_graph(path: str | Path | Place) -> KnowledgeGraph:
    """The graph in a store's folder or at an address, to be read; StoreError where there is none."""
    return KnowledgeGraph(_place(path).open())


def _place(named: str | Path | Place) -> Place:
    return named if isinstance(named, Place) else Place.of(named)


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


def _qualified(fact: Fact) -> str:
    said = qualifier_record(fact.qualifiers)
    if fact.asserted:
        del said["modality"]
    return "; ".join(f"{name} {value}" for name, value in said.items())


def _html_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(value)}</td>' for value in row)}</tr>" for row in rows[:SHOWN])
    more = f"<p>{SHOWN} of {len(rows)}</p>" if len(rows) > SHOWN else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
