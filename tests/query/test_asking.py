from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from graph_samples import world

from kg.errors import QueryError
from kg.graph.store import Store
from kg.query import ask

ROWS = "SELECT ?n ?o WHERE { ?x kg:ceoOf ?y . ?x rdfs:label ?n . OPTIONAL { ?x kg:ownerOf ?o } }"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with world().store() as store:
        yield store


def refusal(store: Store, text: str) -> str:
    with pytest.raises(QueryError) as caught:
        ask(store, text)
    return str(caught.value)


def test_prefixes_need_no_declaration_and_may_have_one(store: Store) -> None:
    assert list(ask(store, ROWS)) == [{"n": "Jane Roe", "o": ""}]
    declared = f"PREFIX kg: <{store.ontology.namespace}> {ROWS}"
    assert list(ask(store, declared)) == [{"n": "Jane Roe", "o": ""}]
    other = "PREFIX kg: <https://other.example/> SELECT ?x WHERE { ?x kg:ceoOf ?y }"
    assert list(ask(store, other)) == []


def test_an_answer_can_be_read_more_than_once(store: Store) -> None:
    answer = ask(store, ROWS)
    assert list(answer) == list(answer)
    assert bool(answer)
    assert not ask(store, "SELECT ?x WHERE { ?x kg:sued ?y }")


def test_rows_are_written_in_the_formats_of_the_w3c(store: Store) -> None:
    answer = ask(store, ROWS)
    assert answer.serialize("csv") == b"n,o\r\nJane Roe,\r\n"
    assert answer.serialize("tsv") == b'?n\t?o\n"Jane Roe"\t\n'
    assert json.loads(answer.serialize("json"))["results"]["bindings"] == [
        {"n": {"type": "literal", "value": "Jane Roe"}}
    ]
    assert [element.text for element in ET.fromstring(answer.serialize("xml")).iter() if element.text] == ["Jane Roe"]


def test_xml_holds_no_character_that_xml_forbids(store: Store) -> None:
    written = ask(store, 'SELECT ("a\\u0000b\\u001fc" AS ?x) WHERE {}').serialize("xml")
    assert [element.text for element in ET.fromstring(written).iter() if element.text] == ["a\ufffdb\ufffdc"]


def test_booleans_and_triples_have_their_formats(store: Store) -> None:
    yes = ask(store, "ASK { ?x kg:ceoOf ?y }")
    assert (yes.kind, bool(yes), yes.text()) == ("boolean", True, "yes\n")
    assert json.loads(yes.serialize("json"))["boolean"] is True
    triples = ask(store, "CONSTRUCT { ?x kg:ceoOf ?y } WHERE { ?x kg:ceoOf ?y }")
    assert triples.serialize("ttl").decode().splitlines()[-1] == "id:jane-roe kg:ceoOf id:acme-holdings ."
    assert ask(store, "DESCRIBE id:jane-roe").triples()


@pytest.mark.parametrize(
    ("text", "form", "said"),
    [
        ("CONSTRUCT WHERE { ?x kg:ceoOf ?y }", "csv", "got triples, which csv cannot hold"),
        (ROWS, "ttl", "got rows, expected triples"),
        (ROWS, "yaml", "got format 'yaml', expected one of table, csv"),
    ],
)
def test_a_format_that_does_not_fit_is_refused(store: Store, text: str, form: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        ask(store, text).serialize(form)


def test_a_text_table_is_aligned_and_shortens_iris(store: Store) -> None:
    assert ask(store, "SELECT ?who ?n WHERE { ?who kg:ceoOf ?f ; rdfs:label ?n }").text().splitlines() == [
        "who          n",
        "-----------  --------",
        "id:jane-roe  Jane Roe",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?x WHERE { ?x kg:ceoOf ?y", "line 1, column 33: got the end of the line"),
        ("SELECT *\n{ ?x firm:boss ?y }", "line 2, column 15: prefix firm: is not declared; known are"),
        ("SELECT * { ?x <not an iri> ?y }", "line 1, column 27: not a valid IRI"),
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x kg:ceoOf ?y }", "SELECT names a variable that GROUP BY does not"),
        ("", "line 1, column 1"),
    ],
)
def test_a_mistake_is_placed_in_the_text_as_the_user_wrote_it(store: Store, text: str, said: str) -> None:
    message = refusal(store, text)
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { id:a kg:ceoOf id:b }",
        "# a comment\nPREFIX x: <http://x.example/>\n delete where { ?x ?y ?z }",
        "BASE <http://x.example/> WITH <g> DELETE { ?x ?y ?z } WHERE { ?x ?y ?z }",
        "LOAD <http://x.example/>",
        "CLEAR ALL",
    ],
)
def test_updates_are_refused(store: Store, text: str) -> None:
    assert "kg query only reads" in refusal(store, text)


CALL = "SERVICE<http://127.0.0.1:9/>{ ?a ?b ?c }"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ {CALL} }}",
        f"SELECT * {{ {CALL.lower()} }}",
        "SELECT * { SERVICESILENT<http://127.0.0.1:9/>{ ?a ?b ?c } }",
        "SELECT * { SERVICE id:x { ?a ?b ?c } }",
        "SELECT * { VALUES ?s { <http://127.0.0.1:9/> } SERVICE?s{ ?a ?b ?c } }",
        f"SELECT * {{ ?s ?p true{CALL} }}",
        f"SELECT * {{ ?s ?p 1{CALL} }}",
        f"SELECT * {{ ?s ?p 'x'{CALL} }}",
        f"PREFIX p:<http://x:> SELECT * {{ ?s ?p p:{CALL} }}",
        "SELECT * { ?s ?p ?o FILTER(?o<1)SERVICE#>\n<http://127.0.0.1:9/>{ ?a ?b ?c } }",
        "SELECT * { ?s ?p ?o FILTER(?o<id:b)SERVICE#>\n<http://127.0.0.1:9/>{ ?a ?b ?c } }",
        f"SELECT * {{ ?s ?p ?o FILTER(?o<'x>') {CALL} FILTER('>'<'y') }}",
        f"BASE <http://x.example/> SELECT * {{ ?s ?p <#me> . {CALL} }}",
        f'SELECT * {{ ?s ?p ?o FILTER(?o<id:c#>"\n) {CALL} #"\n }}',
    ],
)
def test_no_spelling_of_service_gets_past_the_guard(store: Store, text: str) -> None:
    # First that the engine would take it: a spelling that does not parse would prove nothing.
    assert isinstance(store.query(text), ox.QuerySolutions)
    assert "service" in refusal(store, text).lower()


@pytest.mark.parametrize(
    "text",
    [
        "ASK { id:secret-service kg:ownerOf ?x }",
        "ASK { ?service rdfs:label 'the Service' } # service",
        'ASK { <https://service.example/service#1> ?p """a \'SERVICE\' <x>""" }',
        "ASK { ?x rdfs:label ?y FILTER(?x < ?y) }",
    ],
)
def test_the_word_service_in_names_and_strings_is_fine(store: Store, text: str) -> None:
    assert ask(store, text).kind == "boolean"


def test_a_query_reads_no_file(store: Store) -> None:
    for clause in ("FROM <file:///etc/hosts>", "FROM NAMED<FILE:/etc/hosts>"):
        assert "FROM <file:...> is refused" in refusal(store, f"SELECT * {clause} WHERE {{ ?s ?p ?o }}")
    assert "FROM <file:...> is refused" in refusal(store, "BASE <file:///etc/> SELECT * FROM <hosts> { ?s ?p ?o }")
    assert not list(ask(store, "SELECT * FROM <http://x.example/> WHERE { ?s ?p ?o }"))
    assert list(ask(store, "SELECT ?from WHERE { ?from kg:ceoOf ?y }"))


def test_asking_loads_neither_rdflib_nor_a_language_model_nor_rich() -> None:
    code = (
        "import sys; from graph_samples import world; from kg.query import ask\n"
        "with world().store() as store: ask(store, 'ASK { ?x kg:ceoOf ?y }').serialize('json')\n"
        "slow = ('rdflib', 'spacy', 'rich', 'networkx', 'onnxruntime', 'pyvis')\n"
        "print([name for name in slow if name in sys.modules])"
    )
    environment = {"PYTHONPATH": ":".join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
