"""Clients that others wrote ask the same ten questions and get the same answers."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import warnings
from pathlib import Path

import pyoxigraph as ox
import pytest

from serving import Served

QUERIES = (
    "SELECT ?name WHERE { ?who kg:ceoOf ?firm . ?who rdfs:label ?name }",
    "SELECT ?p ?o WHERE { id:acme-holdings ?p ?o FILTER(isIRI(?o)) }",
    "SELECT (COUNT(?f) AS ?n) WHERE { ?f a kg:Fact }",
    "SELECT ?type (COUNT(?s) AS ?n) WHERE { ?s a ?type } GROUP BY ?type",
    "SELECT ?a ?b WHERE { ?a kg:subsidiaryOf+ ?b }",
    "SELECT ?name ?alias WHERE { ?x rdfs:label ?name OPTIONAL { ?x skos:altLabel ?alias } }",
    "SELECT ?f ?amount WHERE { ?f a kg:Fact ; kg:amountValue ?amount } ORDER BY DESC(?amount)",
    "SELECT DISTINCT ?d WHERE { ?e prov:wasDerivedFrom ?d }",
    'SELECT ?s WHERE { ?s rdfs:label ?n FILTER(CONTAINS(LCASE(?n), "acme")) }',
    'SELECT ?x (\'a "quoted"\\n<b>&é\' AS ?y) WHERE { VALUES ?x { 1 2.50 true "x"@en <http://x.example/> } }',
)
Rows = list[tuple[tuple[str, str], ...]]


@pytest.fixture(scope="module")
def texts(served: Served) -> list[str]:
    """The queries with their prefixes declared, as these clients want them."""
    described = ox.Store()
    described.load(served.ask("GET", "/sparql", accept="text/turtle").body, ox.RdfFormat.TURTLE)
    pairs = described.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?p ?n { ?d sh:prefix ?p ; sh:namespace ?n }"
    )
    prefixes = "".join(f"PREFIX {row['p'].value}: <{row['n'].value}>\n" for row in pairs)
    return [prefixes + query for query in QUERIES]


@pytest.fixture(scope="module")
def wanted(served: Served, texts: list[str]) -> list[Rows]:
    found = [rows_of(served.query(text).body) for text in texts]
    assert all(found)
    return found


def rows_of(body: bytes | str) -> Rows:
    found = json.loads(body)["results"]["bindings"]
    return sorted(tuple(sorted((name, cell["value"]) for name, cell in row.items())) for row in found)


def test_curl(served: Served, texts: list[str], wanted: list[Rows]) -> None:
    if not shutil.which("curl"):
        pytest.skip("no curl here")
    for text, rows in zip(texts, wanted, strict=True):
        command = ["curl", "-sSf", "--compressed", "--data-urlencode", f"query={text}", f"{served.address}/sparql"]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        assert rows_of(ran.stdout) == rows


@pytest.mark.parametrize("form", ["json", "xml", "csv"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper(served: Served, texts: list[str], wanted: list[Rows], form: str, method: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    for text, rows in zip(texts, wanted, strict=True):
        client = wrapper.SPARQLWrapper(f"{served.address}/sparql", returnFormat=form)
        client.setMethod(method)
        client.setQuery(text)
        found = client.query().convert()
        if form == "json":
            assert rows_of(json.dumps(found)) == rows
        elif form == "xml":
            assert len(found.getElementsByTagName("result")) == len(rows)
        else:
            assert len(list(csv.reader(io.StringIO(found.decode())))) == len(rows) + 1


def test_rdflib(served: Served, texts: list[str], wanted: list[Rows]) -> None:
    rdflib = pytest.importorskip("rdflib")
    stores = pytest.importorskip("rdflib.plugins.stores.sparqlstore")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        store = stores.SPARQLStore(f"{served.address}/sparql", returnFormat="json")
        for graph in (rdflib.Graph(store), rdflib.Dataset(store)):
            for text, rows in zip(texts, wanted, strict=True):
                found = graph.query(text)
                cells = [
                    tuple(sorted((str(name), str(value)) for name, value in row.asdict().items())) for row in found
                ]
                assert sorted(cells) == [tuple((n, "true" if v == "True" else v) for n, v in row) for row in rows]


COMUNICA = """
const { QueryEngine } = require("@comunica/query-sparql");
const [address, ...texts] = JSON.parse(require("fs").readFileSync(0));
(async () => {
  const engine = new QueryEngine(), all = [];
  for (const text of texts) {
    const found = await engine.queryBindings(text, { sources: [{ type: "sparql", value: address }] });
    const cells = (row) => [...row].map(([name, term]) => [name.value, { value: term.value }]);
    all.push((await found.toArray()).map((row) => Object.fromEntries(cells(row))));
  }
  console.log(JSON.stringify(all));
})();
"""


@pytest.mark.skipif(
    os.environ.get("KG_TEST_NPM") != "1" or not shutil.which("npm"), reason="set KG_TEST_NPM=1, have npm"
)
def test_comunica(served: Served, texts: list[str], wanted: list[Rows], tmp_path: Path) -> None:
    # 5.x needs a newer Node than Debian's; undici 7 too.
    packages = ["@comunica/query-sparql@4.5.0", "undici@6"]
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", *packages], cwd=tmp_path, check=True, capture_output=True
    )
    (tmp_path / "ask.js").write_text(COMUNICA, encoding="utf-8")
    sent = json.dumps([f"{served.address}/sparql", *texts])
    ran = subprocess.run(["node", "ask.js"], cwd=tmp_path, input=sent, capture_output=True, text=True, check=True)
    found = [rows_of(json.dumps({"results": {"bindings": rows}})) for rows in json.loads(ran.stdout)]
    assert found == wanted
