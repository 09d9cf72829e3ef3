"""Puts a query to a store and says what is wrong with one that cannot be answered."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import QueryError
from kg.graph.store import Store
from kg.query.answers import Answer
from kg.query.guard import check
from kg.query.questions import Question, questions

_POSITION = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
_EXPECTED = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Z][A-Za-z ]+[a-z]|[A-Z]{2,}')
_SHOWN = 6
"""Longer lists of what may come next help nobody."""


def ask(store: Store, sparql: str) -> Answer:
    """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE. The prefixes of the store's graph need no declaration.

    Raises QueryError, with line and column of `sparql` where it does not parse.
    """
    prefixes = store.vocabulary.prefixes
    check(sparql, prefixes)
    try:
        return Answer(lambda: store.query(sparql), prefixes)
    except SyntaxError as error:
        raise QueryError(explain(sparql, str(error), prefixes)) from error


def ask_question(store: Store, name: str, parameters: Mapping[str, str] | None = None) -> Answer:
    """The answer to a question that ships with kg; parameters left out keep their defaults."""
    return ask(store, _find(name).filled(parameters or {}))


def _find(name: str) -> Question:
    known = questions()
    if name not in known:
        raise QueryError(f"no question is called {name!r}; the names are: {', '.join(known)}")
    return known[name]


def explain(sparql: str, said: str, prefixes: Mapping[str, str]) -> str:
    """What the engine said of a text that does not parse, in words, with line and column."""
    found = _POSITION.match(said)
    if not found:
        return f"not valid SPARQL: {said}"
    line, column = int(found[1]), int(found[2])
    lines = sparql.splitlines() or [""]
    written = lines[line - 1] if line <= len(lines) else ""
    where = f"not valid SPARQL at line {line}, column {column}"
    if "Prefix not found" in found[3]:
        name = re.search(r"([\w-]*):[\w-]*$", written[: column - 1])
        return f"{where}: prefix {name[1] if name else ''}: is not declared; known are {', '.join(sorted(prefixes))}"
    if "variable that is unbound" in found[3]:
        return f"{where}: SELECT names a variable that GROUP BY does not; add it there or drop it"
    if "IRI parsing failed" in found[3]:
        return f"{where}: not a valid IRI"
    rest = written[column - 1 : column + 19].strip()
    return f"{where}: got {repr(rest) if rest else 'the end of the line'}{_expected(found[3])}"


def _expected(said: str) -> str:
    names = list(dict.fromkeys(_EXPECTED.findall(re.sub(r"\[[^\]]*\]", "", said))))
    more = ", ..." if len(names) > _SHOWN else ""
    if not names:
        return ""
    return f", expected {'one of ' if names[1:] else ''}{', '.join(names[:_SHOWN])}{more}"
