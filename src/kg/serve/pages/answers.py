"""Answers: what a query gave, as tables whose cells lead on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.store import Store
from kg.query.answers import Answer
from kg.query.asking import explain
from kg.serve import guard
from kg.serve.pages import links
from kg.serve.pages.page import Desk

ROWS = 500
"""On one page; programs ask the endpoint for more."""
_PLACE = re.compile(r"line (\d+), column (\d+)")


def run(store: Store, sparql: str) -> Answer:
    """The answer to a query; QueryError, with line and column, where it does not parse, Refusals as the endpoint's."""
    prefixes = store.vocabulary.prefixes
    guard.check(sparql, prefixes, ())
    try:
        return Answer(lambda: store.query(sparql), prefixes)
    except SyntaxError as error:
        raise QueryError(explain(sparql, str(error), prefixes)) from error
    except ValueError as error:
        raise QueryError(f"not valid SPARQL: {error}") from error


def table(desk: Desk, answer: Answer) -> dict[str, Any]:
    """Rows, triples (as text) or yes and no."""
    if answer.kind == "boolean":
        return {"kind": "boolean", "boolean": bool(answer)}
    if answer.kind == "triples":
        lines = answer.text().splitlines()
        return {"kind": "triples", "text": "\n".join(lines[: ROWS * 4]), "cut": len(lines) > ROWS * 4}
    rows = list(islice(answer.rows(), ROWS + 1))
    shown = [[row[name] for name in answer.variables] for row in rows[:ROWS]]
    known = desk.directory.named([value.value for row in shown for value in row if isinstance(value, ox.Literal)])
    cells = [[_cell(desk.bench.store, answer, value, known) for value in row] for row in shown]
    numeric = [_numeric([row[place] for row in shown]) for place in range(len(answer.variables))]
    return {
        "kind": "rows",
        "variables": list(answer.variables),
        "numeric": numeric,
        "rows": cells,
        "cut": len(rows) > ROWS,
    }


def place(message: str, sparql: str) -> dict[str, Any] | None:
    """Where a query goes wrong, if the message says so: line and column from 1 on, and the line itself."""
    found = _PLACE.search(message)
    if not found:
        return None
    line, column = int(found[1]), int(found[2])
    lines = sparql.splitlines() or [""]
    return {"line": line, "column": column, "text": lines[line - 1] if line <= len(lines) else ""}


def _cell(store: Store, answer: Answer, value: Any, known: dict[str, str]) -> dict[str, str]:
    text = answer.show(value)
    if isinstance(value, ox.Literal):
        return {"text": text, "href": known.get(text, "")}
    return {"text": text, "href": _page_of(store, value.value) if isinstance(value, ox.NamedNode) else ""}


def _page_of(store: Store, iri: str) -> str:
    """The page of what an IRI names; an address of the web as it is; empty for any other."""
    vocabulary, node = store.vocabulary, ox.NamedNode(iri)
    if not iri.startswith(vocabulary.base):
        return links.outside(iri)
    kind, slash, rest = iri.removeprefix(vocabulary.base).partition("/")
    if not slash:
        return links.entity(vocabulary.entity_id(node))
    if kind == "document":
        return links.document(vocabulary.document_id(node))
    return links.fact(rest) if kind == "fact" else ""


def _numeric(values: Sequence[Any]) -> bool:
    """True where all values of a column are numbers."""
    given = [value for value in values if value is not None]
    return bool(given) and all(
        isinstance(value, ox.Literal) and value.datatype.value.rpartition("#")[2] in ("integer", "decimal", "double")
        for value in given
    )
