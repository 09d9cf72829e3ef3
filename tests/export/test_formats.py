from __future__ import annotations

import csv
import hashlib
import io
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from graph_samples import AGAIN, world
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg.errors import InputError, StoreError
from kg.export import FORMATS, export, to_networkx
from kg.graph.store import Store

TRIPLES = {
    ".ttl": ("turtle", ox.RdfFormat.TURTLE),
    ".nt": ("nt", ox.RdfFormat.N_TRIPLES),
    ".nq": ("nquads", ox.RdfFormat.N_QUADS),
    ".trig": ("trig", ox.RdfFormat.TRIG),
    ".jsonld": ("json-ld", ox.RdfFormat.JSON_LD),
    ".rdf": ("xml", ox.RdfFormat.RDF_XML),
}
HARD = 'tab\t, "quotes", back\\slash, Ünïcode 漢字 \U0001f600, <b>&amp;</b>, \u2028 and\r\nlines'


@pytest.fixture
def store() -> Store:
    """The hand-made world, with a name and a title that are hard to write down."""
    made = world()
    made.documents["acme-fine"] = replace(made.documents["acme-fine"], title=HARD)
    made.entities["delta-rail"] = replace(made.entities["delta-rail"], aliases=(HARD,))
    return made.store()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # by rdflib's own parsers
@pytest.mark.parametrize("suffix", TRIPLES)
def test_rdf_is_read_back_the_same_by_oxigraph_and_rdflib(store: Store, suffix: str) -> None:
    written = FORMATS[suffix](store)
    name, form = TRIPLES[suffix]
    expected = {quad.triple for quad in store.quads()}
    assert {quad.triple for quad in ox.parse(written, format=form)} == expected
    theirs: Graph | Dataset = Dataset() if suffix in (".nq", ".trig") else Graph()
    theirs.parse(data=written.decode(), format=name)
    plain = Graph()
    for triple in theirs.triples((None, None, None)):
        plain.add(triple)
    ours = Graph()
    ours.parse(data=FORMATS[".nt"](store).decode(), format="nt")
    assert isomorphic(plain, ours)


def test_equal_graphs_give_equal_bytes_in_another_process_and_order() -> None:
    code = (
        "from hashlib import sha256; from graph_samples import world, write_graph; from kg.export import FORMATS\n"
        "from kg.graph.store import Store; from kg.model import Knowledge\n"
        "made = world(); known = made.knowledge(); store = Store.open(None)\n"
        "for one in made.extractions()[::-1]: store.put(one)\n"
        "write_graph(store, Knowledge(known.entities[::-1], known.facts[::-1]))\n"
        "for suffix, write in FORMATS.items(): print(suffix, sha256(write(store)).hexdigest())"
    )
    environment = {"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7"}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    store = world().store()
    assert ran.stdout.splitlines() == [
        f"{suffix} {hashlib.sha256(write(store)).hexdigest()}" for suffix, write in FORMATS.items()
    ]


def test_turtle_is_grouped_by_subject_with_the_prefixes_that_it_uses(store: Store) -> None:
    lines = FORMATS[".ttl"](store).decode().splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert not any("schema.org" in line for line in prefixes)
    assert lines.count("id:jane-roe a kg:Entity , kg:Person ;") == 1
    assert lines[lines.index("id:jane-roe a kg:Entity , kg:Person ;") - 1] == ""


def test_csv_has_a_row_for_each_fact(store: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS[".csv"](store).decode())))
    assert len(rows) == len(store.reading.facts())
    (fine,) = [row for row in rows if row["predicate"] == "fined"]
    expected = {
        "subject": "Norland Data Office",
        "object": "Acme Holdings",
        "object_type": "Company",
        "amount": "1500000 USD",
        "date": "2021-03",
        "modality": "asserted",
        "sources": "2",
        "documents": "acme-deals; acme-fine",
        "quote": AGAIN,
    }
    assert expected.items() <= fine.items()


def test_networkx_has_entities_and_what_is_asserted_of_them(store: Store) -> None:
    graph = to_networkx(store)
    assert graph.nodes["acme-holdings"] == {
        "label": "Acme Holdings",
        "type": "Company",
        "aliases": "Acme",
        "documents": 2,
        "foundedOn": "1987",
    }
    assert not graph.has_edge("acme-holdings", "delta-rail")
    (deal,) = graph.get_edge_data("acme-holdings", "beta-foods").values()
    assert (deal["predicate"], deal["status"], deal["amount"]) == ("acquired", "agreed", "40000000 EUR")
    (rumour,) = to_networkx(store, asserted=False).get_edge_data("acme-holdings", "delta-rail").values()
    assert rumour["modality"] == "rumoured"


@pytest.mark.parametrize(("suffix", "read"), [(".graphml", nx.read_graphml), (".gexf", nx.read_gexf)])
def test_networkx_reads_back_what_it_wrote(store: Store, suffix: str, read: object) -> None:
    graph = read(io.BytesIO(FORMATS[suffix](store)))  # type: ignore[operator]
    assert set(graph.nodes) == {entity.id for entity in store.reading.entities()}
    assert graph.number_of_edges() == sum(isinstance(fact.object, str) for fact in store.reading.facts())
    assert b"lastmodifieddate" not in FORMATS[suffix](store)


@pytest.mark.parametrize("suffix", [".rdf", ".graphml", ".gexf"])
def test_characters_that_xml_forbids_do_not_break_the_file(suffix: str) -> None:
    made = world()
    made.entities["delta-rail"] = replace(made.entities["delta-rail"], aliases=("a\x00b\x0b",))
    written = FORMATS[suffix](made.store())
    assert "a\ufffdb\ufffd" in "".join([*ET.fromstring(written).itertext(), written.decode()])


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_graph_of_nothing_is_written_too(suffix: str, tmp_path: Path) -> None:
    with Store.open(None) as store:
        assert export(store, tmp_path / f"empty{suffix}").exists()


def test_an_unknown_suffix_is_answered_with_the_known_ones(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"got the suffix '\.docx', expected one of \.ttl"):
        export(store, tmp_path / "graph.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_the_old_one(store: Store, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").mkdir()
    (tmp_path / "graph.ttl" / "mine").write_text("kept")
    with pytest.raises(StoreError, match="cannot be written"):
        export(store, tmp_path / "graph.ttl")
    assert [file.name for file in tmp_path.iterdir()] == ["graph.ttl"]
    assert (tmp_path / "graph.ttl" / "mine").read_text() == "kept"


def test_a_file_is_made_with_its_folders_and_replaced_as_a_whole(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "new" / "graph.nt"
    export(store, target)
    target.write_text("old")
    assert export(store, target) == target
    assert target.read_bytes() == FORMATS[".nt"](store)
    assert [file.name for file in target.parent.iterdir()] == ["graph.nt"]


def test_a_page_holds_as_many_entities_as_it_is_told(store: Store, tmp_path: Path) -> None:
    small = export(store, tmp_path / "small.html", nodes=2).read_text(encoding="utf-8")
    assert '"entitiesLeftOut":5' in small and '"gamma-mills"' not in small
    assert '"entitiesLeftOut":0' in export(store, tmp_path / "all.html").read_text(encoding="utf-8")
