"""What a query gave, to be read or written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.turtle import write_turtle

Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
ROWS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
FORMATS = ("table", *ROWS, "ttl")
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Answer:
    """Rows (SELECT), yes or no (ASK), or triples (CONSTRUCT, DESCRIBE); each reading after the first asks again."""

    def __init__(self, run: Callable[[], Found], prefixes: Mapping[str, str]) -> None:
        self._run = run
        self._prefixes = prefixes
        self._pending: Found | None = run()
        self.kind = _kind(self._pending)
        """`rows`, `boolean` or `triples`."""
        found = self._pending
        self.variables = (
            tuple(variable.value for variable in found.variables) if isinstance(found, ox.QuerySolutions) else ()
        )

    def __bool__(self) -> bool:
        """True where there is a row or a triple, or where the answer is yes."""
        found = self._take()
        return bool(found) if isinstance(found, ox.QueryBoolean) else next(iter(found), None) is not None

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Rows by variable, as text: names as written, things as `id:name`; what is unbound is empty."""
        for row in self.rows():
            yield {name: self.show(value) for name, value in row.items()}

    def rows(self) -> Iterator[dict[str, Term | None]]:
        """Rows by variable, as RDF terms."""
        found = self._take()
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError(f"got {self.kind}, expected rows: ask with SELECT")
        with _explained():
            for solution in found:
                yield {name: solution[name] for name in self.variables}

    def triples(self) -> list[ox.Triple]:
        """Triples without duplicates, sorted."""
        found = self._take()
        if not isinstance(found, ox.QueryTriples):
            raise QueryError(f"got {self.kind}, expected triples: ask with CONSTRUCT or DESCRIBE")
        with _explained():
            return sorted(set(found), key=str)

    def serialize(self, form: str) -> bytes:
        """The answer as csv, tsv, json, xml (the W3C's, for rows and booleans), ttl (triples) or table (text)."""
        if form not in FORMATS:
            raise QueryError(f"got format {form!r}, expected one of {', '.join(FORMATS)}")
        if form == "table":
            return self.text().encode()
        if form == "ttl":
            return write_turtle(self.triples(), self._prefixes)
        found = self._take()
        if isinstance(found, ox.QueryTriples):
            raise QueryError(f"got triples, which {form} cannot hold; use --format ttl, or ask with SELECT")
        with _explained():
            written = bytes(found.serialize(format=ROWS[form]) or b"")
        return _NOT_XML.sub("\ufffd".encode(), written) if form == "xml" else written

    def text(self) -> str:
        """For reading: aligned columns, `yes` or `no`, or Turtle."""
        if self.kind == "triples":
            return self.serialize("ttl").decode()
        if self.kind == "boolean":
            return "yes\n" if self else "no\n"
        rows = [list(self.variables), *(list(row.values()) for row in self)]
        cells = [[" ".join(cell.split()) for cell in row] for row in rows]
        widths = [max(len(row[column]) for row in cells) for column in range(len(self.variables))]
        cells.insert(1, ["-" * width for width in widths])
        padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in cells]
        return "".join("  ".join(row).rstrip() + "\n" for row in padded)

    def show(self, value: Term | None) -> str:
        """A term as people read it: a literal's text, an IRI with its prefix."""
        if value is None:
            return ""
        if isinstance(value, ox.Literal):
            return value.value
        if not isinstance(value, ox.NamedNode):
            return str(value)
        fitting = [(name, space) for name, space in self._prefixes.items() if value.value.startswith(space)]
        if not fitting:
            return f"<{value.value}>"
        name, space = max(fitting, key=lambda pair: len(pair[1]))
        return f"{name}:{value.value.removeprefix(space)}"

    def _take(self) -> Found:
        found, self._pending = self._pending, None
        return self._run() if found is None else found


def _kind(found: Found) -> str:
    if isinstance(found, ox.QuerySolutions):
        return "rows"
    return "boolean" if isinstance(found, ox.QueryBoolean) else "triples"


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed while it ran: {error}; ask for less, or add a LIMIT") from error
