"""The graph view without a browser: what an address says is drawn, told and written."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import networkx as nx
import pyoxigraph as ox
import pytest
from graph_samples import AGAIN, FINE, world
from hypothesis import given
from hypothesis import strategies as st
from towns import PEOPLE, TOWNS, towns

from kg.graph.edges import Link
from kg.serve.graphview import asking, communities, viewing, writing
from kg.serve.graphview.paths import shortest
from kg.serve.graphview.state import read_state
from kg.serve.refusals import Refusal
from kg.serve.worker import Bench, Setup
from serving import Served

See = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("view")
    world().store(folder / "store").close()
    return Bench(Setup(folder / "store", folder))


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("crowd")
    towns().store(folder / "store").close()
    return Bench(Setup(folder / "store", folder))


@pytest.fixture
def see(bench: Bench) -> See:
    return lambda query: viewing.view(bench, read_state(parse_qsl(query)), groups_of(bench))


def groups_of(bench: Bench) -> str:
    file = bench.spool / "groups.json"
    if not file.exists():
        communities.make(bench, str(file))
    return str(file)


def drawn(view: dict[str, Any]) -> set[str]:
    assert view["entities"].keys() == {node["id"] for node in view["network"]["nodes"]} - view["groups"].keys()
    return {node["id"] for node in view["network"]["nodes"]}


def places(view: dict[str, Any]) -> dict[str, tuple[float, float]]:
    return {node["id"]: (node["x"], node["y"]) for node in view["network"]["nodes"]}


def test_an_entity_is_drawn_with_its_neighbours_and_all_facts_between_them(see: See) -> None:
    view = see("e=jane-roe")
    assert drawn(view) == {"jane-roe", "acme-holdings", "omar-diaz"}
    assert {fact["predicate"] for fact in view["facts"].values()} == {"ceoOf", "metWith"}
    assert view["title"] == "Jane Roe"
    assert [(one["label"], one["count"]) for one in view["classes"]] == [("person", 2), ("company", 1)]


def test_facts_between_two_entities_are_one_line(see: See) -> None:
    lines = {frozenset((line["from"], line["to"])): line for line in see("e=acme-holdings")["network"]["edges"]}
    both = lines[frozenset(("acme-holdings", "beta-foods"))]
    assert len(both["facts"]) == 2 and both["label"].endswith(" +1") and both["arrows"] == "from,to"
    assert lines[frozenset(("acme-holdings", "delta-rail"))]["label"] == "merged with (rumoured)"
    assert "dashes" in lines[frozenset(("acme-holdings", "delta-rail"))] and "dashes" not in both


def test_more_neighbours_are_added_and_nothing_moves(see: See) -> None:
    before = see("e=jane-roe")
    after = see("e=jane-roe&x=,,12,acme-holdings")
    assert drawn(after) - drawn(before) == {"beta-foods", "delta-rail", "norland-data-office"}
    assert places(before).items() <= places(after).items()
    narrow = see("e=jane-roe&x=fined,in,12,acme-holdings")
    assert drawn(narrow) - drawn(before) == {"norland-data-office"}


def test_pins_and_hidden_entities_stay_as_they_were_put(see: See) -> None:
    view = see("e=jane-roe&p=500,-40,acme-holdings&h=omar-diaz&x=,,5,acme-holdings")
    assert places(view)["acme-holdings"] == (500, -40)
    assert "omar-diaz" not in drawn(view)
    assert view["hidden"] == [{"id": "omar-diaz", "name": "Omar Diaz"}]
    assert [node["id"] for node in view["network"]["nodes"] if node["pinned"]] == ["acme-holdings"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("relation=fined", {"fined"}),
        ("modality=rumoured", {"mergedWith"}),
        ("confidence=0.95", set()),
        ("source=news.example", {"ceoOf", "fined"}),
        ("until=2020", set()),
        ("since=2021&until=2021&relation=fined&relation=ceoOf", {"fined", "ceoOf"}),
    ],
)
def test_filters_leave_out_facts_and_who_hangs_on_them(see: See, query: str, expected: set[str]) -> None:
    view = see(f"e=acme-holdings&{query}")
    assert {fact["predicate"] for fact in view["facts"].values()} == expected
    ends = {fact[end] for fact in view["facts"].values() for end in ("subject", "object")}
    assert drawn(view) == ends | {"acme-holdings"}
    facets = {one["name"] for one in view["facets"]["relations"]}
    assert {"fined", "mergedWith"} <= facets  # what was filtered out can be chosen again


def test_a_hidden_class_leaves_what_was_started_from(see: See) -> None:
    assert drawn(see("e=acme-holdings&without=Company")) == {"acme-holdings", "jane-roe", "norland-data-office"}


def test_the_shortest_paths_are_found_and_drawn(see: See) -> None:
    view = see("path=gamma-mills&path=omar-diaz")
    assert view["paths"] == [
        ["Gamma Mills", "Beta Foods", "Acme Holdings", "Jane Roe", "Omar Diaz"],
        ["Gamma Mills", "Beta Foods", "Acme Holdings", "Norland Data Office", "Omar Diaz"],
    ]
    assert {"gamma-mills", "beta-foods", "acme-holdings", "jane-roe", "norland-data-office", "omar-diaz"} == drawn(view)
    assert see("path=gamma-mills&path=omar-diaz&relation=metWith")["paths"] == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25), st.integers(1, 9))
def test_paths_are_as_short_as_networkx_finds_them(pairs: list[tuple[int, int]], end: int) -> None:
    ties = [Link(str(a), "r", str(b), f"{a}-{b}") for a, b in pairs if a != b]
    graph = nx.Graph((link.subject, link.object) for link in ties)
    graph.add_nodes_from("0123456789")
    found = shortest(lambda ids: [one for one in ties if {one.subject, one.object} & set(ids)], "0", str(end))
    expected = sorted(nx.all_shortest_paths(graph, "0", str(end))) if nx.has_path(graph, "0", str(end)) else []
    assert len(found) == min(len(expected), 5)
    assert all(path in expected for path in found)


def test_a_small_store_is_shown_whole(see: See) -> None:
    assert len(drawn(see(""))) == 7
    assert see("")["whole"] and not see("")["groups"]


def test_a_store_that_is_shown_whole_can_be_filtered_pinned_and_hidden_too(see: See) -> None:
    fined = see("relation=fined")
    assert drawn(fined) == {"acme-holdings", "norland-data-office"} and fined["whole"]
    assert {one["name"] for one in fined["facets"]["relations"]} > {"fined", "ceoOf"}
    assert drawn(see("h=jane-roe")) == drawn(see("")) - {"jane-roe"}
    assert places(see("p=500,700,jane-roe"))["jane-roe"] == (500, 700)


def test_a_large_store_is_shown_in_groups_that_open(crowd: Bench) -> None:
    view = viewing.view(crowd, read_state([]), groups_of(crowd))
    assert len(view["groups"]) == len(drawn(view)) == TOWNS
    assert {group["size"] for group in view["groups"].values()} == {PEOPLE}
    assert view["leftOut"] == 0
    town = view["groups"]["~group:p2-00"]
    inside = viewing.view(crowd, read_state([("group", town["id"])]), groups_of(crowd))
    assert inside["entities"].keys() == {f"p2-{person:02}" for person in range(PEOPLE)}
    assert [one["id"] for one in inside["crumbs"]] == [town["id"]] and inside["title"] == town["label"]
    with pytest.raises(Refusal, match="no entity"):
        viewing.view(crowd, read_state([("group", "nobody")]), groups_of(crowd))
    with pytest.raises(Refusal, match="groups cannot be exported"):
        writing.write(crowd, read_state([]), ".csv", groups_of(crowd))


def test_entities_outside_the_core_go_to_the_group_they_hang_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(communities, "CORE", 2)
    ties = {"a": {"b": 1, "c": 3, "d": 1}, "b": {"a": 1}, "c": {"a": 3, "e": 1}, "d": {"a": 1}, "e": {"c": 1}}
    groups = communities.split({**ties, "x": {"y": 1}, "y": {"x": 1}})
    assert groups.of["c"] == groups.of["e"] == groups.of["a"]
    assert groups.of["x"] == groups.of["y"] != groups.of["a"]
    assert sum(map(len, groups.members)) == 7


def test_neighbours_are_counted_by_relation_before_they_are_added(bench: Bench) -> None:
    told = asking.entity(bench, "acme-holdings", read_state([]))
    counts = {(one["predicate"], one["way"]): one["count"] for one in told["relations"]}
    assert counts == {
        ("acquired", "out"): 1,
        ("ceoOf", "in"): 1,
        ("fined", "in"): 1,
        ("mergedWith", ""): 1,
        ("subsidiaryOf", "in"): 1,
    }
    assert told["neighbours"] == 4
    (founded,) = told["values"]["facts"].values()
    assert (founded["predicate"], founded["value"]) == ("foundedOn", "1987")
    few = asking.entity(bench, "acme-holdings", read_state([("modality", "rumoured")]))
    assert [one["predicate"] for one in few["relations"]] == ["mergedWith"]


def test_facts_are_told_with_each_sentence_and_both_ends(bench: Bench, see: See) -> None:
    view = see("e=norland-data-office")
    (fined,) = [one for one, fact in view["facts"].items() if fact["predicate"] == "fined"]
    told = asking.facts(bench, [fined, "nothing"])
    (fact,) = told["facts"].values()
    assert [one["quote"] for one in fact["evidence"]] == [AGAIN, FINE]
    start, end = fact["evidence"][1]["object"]
    assert FINE[start:end] == "Acme Holdings"
    assert told["names"]["acme-holdings"] == "Acme Holdings"
    assert told["documents"]["acme-fine"]["title"] == "Data Office fines Acme"


@pytest.mark.parametrize(
    "query",
    ["x=1", "x=fined,up,3,a", "x=,,many,a", "p=1,nan,a", "p=1,1e9,a", "path=a", "path=a&path=b&path=c", "since=soon",
     "confidence=high", "modality=true", "&".join(f"e={n}" for n in range(40))],
)  # fmt: skip
def test_an_address_that_says_nonsense_is_refused(query: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_state(parse_qsl(query, keep_blank_values=True))
    assert refused.value.status == 400 and "expected" in refused.value.message


def test_the_view_is_written_in_each_format(bench: Bench) -> None:
    state = read_state([("e", "jane-roe")])
    files = {suffix: writing.write(bench, state, suffix).decode() for suffix in writing.FORMATS}
    graphs = [nx.parse_graphml(files[".graphml"]), nx.read_gexf(BytesIO(files[".gexf"].encode()))]
    for graph in graphs:
        assert set(graph.nodes) == {"jane-roe", "acme-holdings", "omar-diaz"} and graph.number_of_edges() == 2
    assert [line.split(",")[0] for line in files[".csv"].splitlines()] == ["subject", "Jane Roe", "Jane Roe"]
    part, whole = ox.Store(), set(bench.store.quads())
    part.load(files[".ttl"].encode(), format=ox.RdfFormat.TURTLE)
    assert len(part) > 20 and set(part) <= whole
    quotes = {quad.object.value for quad in part.quads_for_pattern(None, bench.store.vocabulary.term("quote"), None)}
    assert len(quotes) == 1


def test_the_page_its_twin_and_its_files_are_served(served: Served) -> None:
    page = served.ask("GET", "/graph?e=jane-roe")
    assert page.status == 200 and "<script>" not in page.text
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
    for name in ("vis-network.js", "graph.js", "graph.css"):
        assert f"/graph/files/{name}?v=" in page.text
        assert served.ask("GET", f"/graph/files/{name}").status == 200
    view = json.loads(served.ask("GET", "/graph.json?e=jane-roe").body)
    assert view["entities"]["jane-roe"]["page"] == "/entity/jane-roe"
    assert len(json.loads(served.ask("GET", "/graph.json").body)["entities"]) == 7
    written = served.ask("GET", "/graph.gexf?e=jane-roe")
    assert written.status == 200 and "graph.gexf" in written.headers["content-disposition"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/graph.json?" + urlencode({"e": "nobody <script>"}), 404),
        ("/graph.json?x=1", 400),
        ("/graph/entity.json?id=nobody", 404),
        ("/graph/entity.json", 400),
        ("/graph/facts.json", 400),
        ("/graph.exe?e=jane-roe", 404),
        ("/graph/files/state.py", 404),
    ],
)
def test_what_cannot_be_shown_is_refused_in_one_line(served: Served, path: str, status: int) -> None:
    answer = served.ask("GET", path)
    assert answer.status == status and answer.text.count("\n") == 1
    assert answer.headers["content-type"].startswith("text/plain")


def test_the_folder_of_files_holds_nothing_that_is_not_ours() -> None:
    folder = Path(writing.__file__).parent / "static"
    assert {file.name for file in folder.iterdir()} == {"graph.js", "graph.css"}
