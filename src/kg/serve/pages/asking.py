"""Asking: the pages of named questions, and the one on which queries are written."""

from __future__ import annotations

import time
from typing import Any

from kg.errors import QueryError
from kg.query.questions import Question, questions
from kg.serve.pages import links
from kg.serve.pages.answers import place, run, table
from kg.serve.pages.files import has
from kg.serve.pages.page import POLICY, Ask, Desk, Missing, Model
from kg.serve.refusals import Refusal

YASGUI = ("yasgui/yasgui.min.js", "yasgui/yasgui.min.css")
"""The editor that the build of the package puts beside the plain one, where npm is at hand."""
EDITOR_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") if has(YASGUI[0]) else POLICY
"""YASGUI's editor lays itself out by styles that it writes into the page; it runs no script that is not in a file."""
FIRST = """\
SELECT ?who ?relation ?whom WHERE {
  ?fact a kg:Fact ; kg:modality "asserted" ;
        rdf:subject/rdfs:label ?who ; rdf:predicate ?relation ; rdf:object/rdfs:label ?whom .
}
LIMIT 20
"""


def question(desk: Desk, ask: Ask) -> Model:
    """A named question: the values that it takes, and its answer."""
    found = questions().get(ask.id)
    if found is None:
        raise Missing("question", ask.id)
    names = [parameter.name for parameter in found.parameters]
    given = {name: ask.values[name] for name in names if ask.values.get(name)}
    sparql = found.filled(given)
    return {
        "title": found.title,
        "name": found.name,
        "description": found.description,
        "parameters": [
            {"name": one.name, "about": one.about, "value": given.get(one.name, "")} for one in found.parameters
        ],
        "sparql": sparql,
        "editor": links.editor(sparql),
        **_asked(desk, sparql),
    }


def editor(desk: Desk, ask: Ask) -> Model:
    """A query as it was written, its answer or what is wrong with it, and queries to begin with."""
    sparql = ask.values.get("query", "")
    prefixes = desk.bench.store.vocabulary.prefixes
    return {
        "title": "SPARQL",
        "query": sparql or FIRST,
        "examples": [_example(one) for one in questions().values()],
        "spaces": dict(prefixes),
        "prefixes": [{"name": name, "space": space} for name, space in sorted(prefixes.items())],
        "endpoint": links.endpoint(),
        "yasgui": all(map(has, YASGUI)),
        **(_asked(desk, sparql) if sparql.strip() else {"answer": None, "error": None}),
    }


def _asked(desk: Desk, sparql: str) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        answer = table(desk, run(desk.bench.store, sparql))
    except (QueryError, Refusal) as error:
        return {"answer": None, "error": {"message": str(error), "place": place(str(error), sparql)}}
    return {"answer": {**answer, "seconds": round(time.perf_counter() - started, 3)}, "error": None}


def _example(one: Question) -> dict[str, str]:
    return {"title": one.title, "description": one.description, "href": links.editor(one.sparql)}
