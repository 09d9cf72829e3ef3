"""The W3C's query and update evaluation tests: by the engine itself, by kg in Python, and by `kg serve` over HTTP.

python benchmarks/w3c_evaluation.py SUITE [PART]     SUITE: the folder `sparql/sparql11` of a checkout of w3c/rdf-tests
Prints how many each way passes, and each test that kg fails and the engine passes, or that fails for a reason that is
not listed here, or passes though it is listed; ends with 1 where there is one.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.store import Store
from kg.query import ask
from w3c import BASE, MF, RDF, Client, Manifest, Term, server

QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD = "http://www.w3.org/2001/XMLSchema#"
FOLDERS = (
    "aggregates bind bindings cast construct exists functions grouping negation project-expression property-path "
    "subquery csv-tsv-res json-res add basic-update clear copy delete-data delete-insert delete-where delete drop move "
    "update-silent"
).split()
KNOWN: dict[str, str] = {}
"""Tests that the engine itself fails, with the reason."""
Found = ox.Dataset | bool | list[list[str]]
Form = ox.QueryResultsFormat | ox.RdfFormat
FORMS: dict[str, tuple[Form, Form, str]] = {
    ".srx": (ox.QueryResultsFormat.XML, ox.QueryResultsFormat.JSON, "json"),
    ".srj": (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.JSON, "json"),
    ".tsv": (ox.QueryResultsFormat.TSV, ox.QueryResultsFormat.TSV, "tsv"),
    ".csv": (ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.CSV, "csv"),
    ".ttl": (ox.RdfFormat.TURTLE, ox.RdfFormat.TURTLE, "ttl"),
}
"""By the suffix of the expected result: its format, the one to ask for, and what kg calls that."""


@dataclass(frozen=True)
class Case:
    """A test: data, a query or an update, and what is expected of it."""

    name: str
    text: str
    base: str
    update: bool
    data: tuple[tuple[Path, str], ...]
    """Files and the IRIs of the graphs that they go to; empty for the default graph."""
    expected: Path | None
    after: tuple[tuple[Path, str], ...] = ()


def cases(suite: Path, folder: str) -> Iterator[Case]:
    manifest = Manifest(suite, f"{folder}/manifest.ttl")
    for test in manifest.tests():
        kinds = {kind.value.rpartition("#")[2] for kind in manifest.all(test, RDF + "type")}
        if kinds & {"QueryEvaluationTest", "UpdateEvaluationTest", "CSVResultFormatTest"}:
            yield case(manifest, test, folder, "UpdateEvaluationTest" in kinds)


def case(manifest: Manifest, test: Term, folder: str, update: bool) -> Case:
    name = f"{folder}/{test.value.rpartition('#')[2]}"
    action, result = manifest.one(test, MF + "action"), manifest.one(test, MF + "result")
    space, request = (UT, "request") if update else (QT, "query")
    address = manifest.text(action, space + request)
    expected = None if update else manifest.file(manifest.text(test, MF + "result"))
    after = tuple(files(manifest, result, UT)) if update else ()
    text = manifest.file(address).read_text(encoding="utf-8")
    return Case(name, text, address, update, tuple(files(manifest, action, space)), expected, after)


def files(manifest: Manifest, node: Term | None, space: str) -> Iterator[tuple[Path, str]]:
    for file in manifest.all(node, space + "data") if node is not None else ():
        yield manifest.file(file.value), ""
    for graph in manifest.all(node, space + "graphData") if node is not None else ():
        iri = graph.value if isinstance(graph, ox.NamedNode) else manifest.text(graph, UT + "graph")
        yield manifest.file(iri), manifest.text(graph, LABEL) if isinstance(graph, ox.BlankNode) else iri


def loaded(data: tuple[tuple[Path, str], ...], base: str, engine: ox.Store) -> ox.Store:
    for path, graph in data:
        to = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        engine.load(path=path, format=form_of(path), base_iri=graph or base, to_graph=to)
    return engine


def form_of(path: Path) -> ox.RdfFormat:
    form = ox.RdfFormat.from_extension(path.suffix[1:])
    assert form
    return form


def by_engine(test: Case) -> Found:
    engine = loaded(test.data, test.base, ox.Store())
    if test.update:
        engine.update(test.text, base_iri=test.base)
        return dataset(engine)
    form = forms(test)[1]
    found = engine.query(test.text, base_iri=test.base).serialize(format=form)  # type: ignore[arg-type]
    return shape(found or b"", form)


def by_python(test: Case) -> Found:
    with Store.open(None) as store:
        loaded(test.data, test.base, store.engine)
        text = f"BASE <{test.base}>\n{test.text}"
        if test.update:
            store.change(lambda engine: engine.update(text))
            return dataset(store.engine)
        _, form, name = forms(test)
        return shape(ask(store, text).serialize(name), form)


def by_http(client: Client) -> Callable[[Case], Found]:
    def run(test: Case) -> Found:
        update = {"Content-Type": "application/sparql-update"}
        client.send("POST", "/sparql", b"CLEAR ALL", update)
        merged: dict[str, list[Path]] = {}
        for path, graph in test.data:
            merged.setdefault(graph, []).append(path)
        for graph, paths in merged.items():
            engine = loaded(tuple((path, graph) for path in paths), test.base, ox.Store())
            body = ox.serialize((quad.triple for quad in engine), format=ox.RdfFormat.N_TRIPLES) or b""
            where = f"graph={quote(graph, safe='')}" if graph else "default"
            client.send("PUT", f"/graphs?{where}", body, {"Content-Type": "application/n-triples"})
        text = f"BASE <{test.base}>\n{test.text}".encode()
        if test.update:
            answer = client.send("POST", "/sparql", text, update)
            assert answer.status == 204, answer.body
            return everything(client)
        headers = {"Content-Type": "application/sparql-query", "Accept": forms(test)[1].media_type}
        answer = client.send("POST", "/sparql", text, headers)
        assert answer.status == 200, answer.body
        return shape(answer.body, forms(test)[1])

    return run


def everything(client: Client) -> ox.Dataset:
    engine = ox.Store()
    names = client.send("GET", f"/sparql?query={quote('SELECT ?g { GRAPH ?g {} }')}", headers={"Accept": "text/csv"})
    for graph in ["", *names.body.decode().split()[1:]]:
        where = f"graph={quote(graph, safe='')}" if graph else "default"
        answer = client.send("GET", f"/graphs?{where}", headers={"Accept": "application/n-triples"})
        to = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        engine.load(answer.body, ox.RdfFormat.N_TRIPLES, to_graph=to)
        if graph:
            engine.add_graph(ox.NamedNode(graph))
    return dataset(engine)


def wanted(test: Case) -> Found:
    if test.update:
        return dataset(loaded(test.after, test.base, ox.Store()))
    assert test.expected
    return shape(test.expected.read_bytes(), forms(test)[0])


def forms(test: Case) -> tuple[Form, Form, str]:
    """The format of the expected result, the one to ask for, and what kg calls that."""
    assert test.expected
    rows = test.expected.suffix == ".ttl" and RS in test.expected.read_text(encoding="utf-8")
    return (ox.RdfFormat.TURTLE, *FORMS[".srx"][1:]) if rows else FORMS[test.expected.suffix]


def shape(written: bytes, form: Form) -> Found:
    """What a result says, such that equal results are equal whatever their order and blank nodes."""
    if isinstance(form, ox.RdfFormat):
        found = list(ox.parse(written, form, base_iri=BASE))
        return dataset(rows_in(found) if RS.encode() in written else found)
    if form == ox.QueryResultsFormat.CSV:
        rows = list(csv.reader(io.StringIO(written.decode())))
        return [rows[0], *sorted([re.sub("^_:.*", "_:", cell) for cell in row] for row in rows[1:])]
    found = ox.parse_query_results(written, form)
    return bool(found) if isinstance(found, ox.QueryBoolean) else dataset(row_quads(found))


def rows_in(quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Rows that are written as a graph of their own vocabulary."""
    store = ox.Store()
    store.extend(quads)
    cells = "OPTIONAL { ?row rs:binding [ rs:variable ?name ; rs:value ?value ] }"
    text = f"SELECT ?row ?name ?value {{ ?s rs:solution ?row {cells} }}"
    for found in store.query(text, prefixes={"rs": RS}):
        yield ox.Quad(found["row"], ox.NamedNode(RDF + "type"), ox.NamedNode("row:"))
        if found["name"] is not None:
            yield ox.Quad(found["row"], ox.NamedNode(f"row:{found['name'].value}"), number(found["value"]))


def row_quads(found: ox.QuerySolutions) -> Iterator[ox.Quad]:
    for solution in found:
        row = ox.BlankNode()
        yield ox.Quad(row, ox.NamedNode(RDF + "type"), ox.NamedNode("row:"))
        for variable in found.variables:
            value = solution[variable]
            if value is not None:
                yield ox.Quad(row, ox.NamedNode(f"row:{variable.value}"), number(value))


def number(value: Term) -> Term:
    """A number written in one way: `1.0` and `1.00` are the same."""
    if not isinstance(value, ox.Literal) or not value.datatype.value.startswith(XSD):
        return value
    kind = value.datatype.value.removeprefix(XSD)
    try:
        if kind in ("double", "float"):
            return ox.Literal(repr(float(value.value)), datatype=value.datatype)
        if kind in ("decimal", "integer"):
            return ox.Literal(f"{Decimal(value.value).normalize():f}", datatype=value.datatype)
    except (ValueError, InvalidOperation):
        pass
    return value


def dataset(quads: Iterable[ox.Quad]) -> ox.Dataset:
    found = ox.Dataset(quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def passes(way: Callable[[Case], Found], test: Case) -> str:
    """Why the test fails this way; empty where it passes."""
    try:
        return "" if way(test) == wanted(test) else "another result"
    except (AssertionError, OSError, ValueError, SyntaxError, KGError) as error:
        return f"{type(error).__name__}: {str(error)[:150]}"


def main() -> int:
    suite, part = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    tests = [test for folder in FOLDERS if part in folder for test in cases(suite, folder)]
    with server() as client:
        ways = {"engine": by_engine, "Python": by_python, "HTTP": by_http(client)}
        failed = {way: {test.name: why for test in tests if (why := passes(run, test))} for way, run in ways.items()}
    for kind in (False, True):
        names = {test.name for test in tests if test.update == kind}
        counts = ", ".join(f"{way} {len(names - found.keys())}" for way, found in failed.items())
        print(f"{'update' if kind else 'query'} evaluation, of {len(names)}: {counts}")
    return complain(failed, {test.name for test in tests})


def complain(failed: dict[str, dict[str, str]], names: set[str]) -> int:
    engine, wrong = failed["engine"], 0
    for name in sorted(names & KNOWN.keys() - engine.keys()):
        wrong += 1
        print(f"  {name}: listed as failing ({KNOWN[name]}), but passes: take it off the list")
    for way, found in failed.items():
        for name, why in found.items():
            if name not in engine or name not in KNOWN:
                wrong += 1
                print(f"  {name} by {way}: {why}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
