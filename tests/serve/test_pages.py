"""Pages as workers make them: what stands on them, in both forms, and what a hostile text can do there."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from graph_samples import FINE, world
from page_samples import BREAK, LONG, SCRIPT, TURNED, Site, hostile, site, site_of

from kg.graph.store import Store
from kg.query.questions import questions
from kg.serve.pages import PAGES, links
from kg.serve.pages.directory import Directory


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site(world(), tmp_path_factory.mktemp("acme"))


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site(hostile(), tmp_path_factory.mktemp("hostile"))


class Parsed(HTMLParser):
    """A page as a browser reads it: its elements with their attributes, its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


class Fenced(HTMLParser):
    """Text with marks of direction, by whether an element around it ends their reach."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.around: list[bool] = []
        self.inside = 0
        self.outside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "img", "input"):
            self.around.append(tag in ("bdi", "title", "textarea") or "dir" in dict(attrs))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  (the parser's signature)
        self.around.pop()

    def handle_data(self, data: str) -> None:
        if re.search("[\u202a-\u202e\u2066-\u2069]", data):
            self.inside += any(self.around)
            self.outside += [] if any(self.around) else [data]


def test_home_counts_what_the_store_holds_and_leads_on(acme: Site) -> None:
    model = acme.model("home")
    assert (model["entities"], model["facts"], model["documents"]) == (7, 9, 2)
    assert {one["type"]: one["count"] for one in model["classes"]} == {"Company": 4, "Person": 2, "Regulator": 1}
    assert len(model["questions"]) == len(questions())
    # The newest document is of April 2021; a rumour is no news.
    assert {one["evidence"][0]["document"]["id"] for one in model["newest"][:2]} == {"acme-deals"}
    assert all(one["asserted"] for one in model["newest"])


def test_an_entity_shows_its_facts_by_relation_with_what_qualifies_them(acme: Site) -> None:
    model = acme.model("entity", "acme-holdings")
    groups = {(one["predicate"], one["way"]): one for one in model["groups"]}
    assert set(groups) == {
        ("ceoOf", "in"), ("acquired", "out"), ("subsidiaryOf", "in"), ("mergedWith", "out"), ("foundedOn", "out"),
        ("fined", "in"),
    }  # fmt: skip
    (fine,) = groups["fined", "in"]["facts"]
    assert fine["qualifiers"] == [
        {"name": "date", "value": "2021-03"},
        {"name": "amount", "value": "1500000 USD"},
        {"name": "reason", "value": "leaked records"},
    ]
    assert not groups["mergedWith", "out"]["facts"][0]["asserted"]
    text = Parsed(acme.html("entity", "acme-holdings")).text
    assert "1,500,000 USD" in text and "Mar 2021" in text and "rumoured" in text
    assert "short form" in text  # why `Acme` is the same


def test_the_page_of_a_hub_is_the_same_whether_its_facts_were_read_before_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.serve.pages import rows  # noqa: PLC0415

    monkeypatch.setattr(rows, "HUB", 3)
    hub = site(world(), tmp_path)
    fresh, written = hub.model("entity", "acme-holdings"), hub.model("entity", "gamma-mills")
    version = hub.bench.version
    directory = Directory(Path(hub.folder))
    assert len(directory.ends("acme-holdings", version)) == fresh["total"] == 6
    assert directory.ends("gamma-mills", version) == [] != written["groups"]
    with Store.open(hub.bench.setup.path, "write") as store:
        store.change(lambda engine: engine.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }"))
    assert hub.model("entity", "acme-holdings") == fresh and hub.bench.version != version
    assert directory.ends("acme-holdings", hub.bench.version) == []


def test_evidence_is_marked_in_its_passage_and_leads_to_its_source(acme: Site) -> None:
    fines = next(one for one in acme.model("entity", "acme-holdings")["groups"] if one["predicate"] == "fined")
    said = next(one for one in fines["facts"][0]["evidence"] if one["document"]["id"] == "acme-fine")
    assert "".join(part["text"] for part in said["quote"]) == FINE
    assert {part["role"]: part["text"] for part in said["quote"] if part["role"]} == {
        "subject": "Norland Data Office",
        "object": "Acme Holdings",
    }
    assert said["after"].strip().startswith("Jane Roe")
    assert (said["document"]["outside"], said["document"]["published"]) == ("https://news.example/1", "2021-03-09")
    page = Parsed(acme.html("entity", "acme-holdings"))
    assert "https://news.example/1" in [one.get("href") for one in page.all("a")]


def test_dated_facts_stand_on_a_timeline_that_leads_to_them(acme: Site) -> None:
    model = acme.model("entity", "acme-holdings")
    lanes = model["timeline"]["lanes"]
    assert [lane["label"] for lane in lanes] == ["founded on", "fined"]
    first, last = (lane["marks"][0]["x"] for lane in lanes)
    assert 0 <= first < last <= 100
    page = Parsed(acme.html("entity", "acme-holdings"))
    places = {one["id"] for _, one in page.elements if one.get("id")}
    leads = [one["href"] for one in page.all("a") if (one.get("href") or "").startswith("#fact-")]
    assert len(leads) == 2 and all(lead and lead[1:] in places for lead in leads)


def test_a_fact_has_a_page_with_all_that_say_it(acme: Site) -> None:
    fines = next(one for one in acme.model("entity", "acme-holdings")["groups"] if one["predicate"] == "fined")
    model = acme.model("fact", fines["facts"][0]["id"])
    assert {one["document"]["id"] for one in model["fact"]["evidence"]} == {"acme-fine", "acme-deals"}


def test_a_document_shows_its_text_whole_with_facts_where_they_are_said(acme: Site) -> None:
    model = acme.model("document", "acme-fine")
    shown = ["".join(part["text"] for part in one["parts"]) for one in model["paragraphs"]]
    extraction = acme.bench.store.extraction("acme-fine")
    assert extraction and "\n\n".join(shown) == extraction.document.text
    named = {
        part["text"]: part["entity"]["id"] for one in model["paragraphs"] for part in one["parts"] if part["entity"]
    }
    assert named["Norland Data Office"] == "norland-data-office"
    assert named["Acme"] == "acme-holdings"
    noted = {note["fact"] for one in model["paragraphs"] for part in one["parts"] for note in part["notes"]}
    assert noted == {one["id"] for one in model["facts"]} and len(noted) == 5


@pytest.mark.parametrize("name", list(questions()))
def test_every_named_question_is_answered_in_a_table(acme: Site, name: str) -> None:
    model = acme.model("question", name)
    assert model["error"] is None and model["answer"]["kind"] == "rows"
    assert Parsed(acme.html("question", name)).text.count(model["title"]) >= 2


def test_a_question_takes_its_parameters_and_its_names_lead_to_entities(acme: Site) -> None:
    rows = acme.model("question", "who-runs-what", name="jane")["answer"]["rows"]
    assert [row[0] for row in rows] == [{"text": "Jane Roe", "href": "/entity/jane-roe"}]
    quoted = acme.model("question", "who-runs-what", name='jane" } DROP')
    assert quoted["error"] is None and quoted["answer"]["rows"] == []


def test_a_query_that_does_not_parse_is_shown_where_it_goes_wrong(acme: Site) -> None:
    error = acme.model("editor", query="SELECT * {\n ?s foo ?o }")["error"]
    assert (error["place"]["line"], error["place"]["text"]) == (2, " ?s foo ?o }")
    (area,) = Parsed(acme.html("editor", query="SELECT * {\n ?s foo ?o }")).all("textarea")
    assert (area["data-line"], area["data-column"]) == ("2", str(error["place"]["column"]))


@pytest.mark.parametrize("sparql", ["SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", "DROP ALL"])
def test_the_query_page_only_reads_and_calls_nobody(acme: Site, sparql: str) -> None:
    assert acme.model("editor", query=sparql)["error"]["message"]


@pytest.mark.parametrize(("sparql", "kind"), [("ASK {}", "boolean"), ("CONSTRUCT WHERE { ?s kg:ceoOf ?o }", "triples")])
def test_answers_that_are_no_rows_are_shown_too(acme: Site, sparql: str, kind: str) -> None:
    assert acme.model("editor", query=sparql)["answer"]["kind"] == kind
    assert Parsed(acme.html("editor", query=sparql)).text


def test_long_lists_go_on_on_the_next_page(acme: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.serve.pages import lists, paging  # noqa: PLC0415

    monkeypatch.setattr(paging, "LISTED", 4)
    monkeypatch.setattr(lists, "LISTED", 4)
    steps = [acme.model("facts", page=str(number)) for number in (1, 2, 3)]
    assert [len(one["facts"]) for one in steps] == [4, 4, 1]
    assert [bool(one["after"]) for one in steps] == [True, True, False]
    assert len({fact["id"] for one in steps for fact in one["facts"]}) == 9
    assert acme.model("facts", modality="rumoured")["total"] == 1
    assert acme.model("facts", page="-1; DROP")["page"] == 1


@pytest.mark.parametrize("name", ["acme-holding", "Acme Holdigns", "acme/holdings"])
def test_an_unknown_entity_is_a_404_with_near_names(acme: Site, name: str) -> None:
    found = acme.shown("entity", name)
    assert found.status == 404
    assert "/entity/acme-holdings" in [one.get("href") for one in Parsed(found.body.decode()).all("a")]
    assert acme.model("entity", name)["near"][0]["id"] == "acme-holdings"


@pytest.mark.parametrize("name", [page.name for page in PAGES if "{" in page.path] + ["elsewhere"])
def test_what_is_not_there_is_a_404_on_every_page(acme: Site, name: str) -> None:
    assert acme.shown(name, "nothing-of-the-kind").status == 404


PLACES = [
    ("home", ""), ("search", ""), ("facts", ""), ("documents", ""), ("entity", "script"), ("entity", "break"),
    ("entity", "turned"), ("entity", "long"), ("document", "bad"), ("document", '"><b>/../x?y#z.json'),
    ("entity", SCRIPT), ("document", BREAK), ("fact", BREAK), ("question", SCRIPT), ("elsewhere", BREAK),
]  # fmt: skip


@pytest.mark.parametrize(("name", "identifier"), PLACES)
def test_hostile_text_stays_text_on_every_page(bad: Site, name: str, identifier: str) -> None:
    page = Parsed(bad.html(name, identifier, **({"q": SCRIPT} if name == "search" else {})))
    assert not [one for one in page.elements if one[0] in ("b", "i")]
    assert all((one.get("src") or "").startswith("/static/") for one in page.all("script") + page.all("img"))
    assert not [one for _, one in page.elements if any(key.startswith("on") or key == "style" for key in one)]
    for link in page.all("a"):
        address = urlsplit(link.get("href") or "")
        assert address.scheme in ("", "https"), link
    assert (
        SCRIPT in page.text or BREAK in page.text or name in ("documents", "search") or identifier in ("turned", "long")
    )


@pytest.mark.parametrize(
    "words", [SCRIPT, BREAK, TURNED, LONG, '"', "' OR 1=1 --", "*", "a" * 5000, "\x00", "\ufffd\uffff", ")("]
)
def test_any_words_can_be_searched_for(bad: Site, words: str) -> None:
    assert bad.shown("search", q=words).status == 200
    assert bad.shown("search", "", "json", q=words).status == 200
    assert bad.shown("question", "who-runs-what", name=words).status == 200
    assert bad.shown("editor", query=words).status == 200


@pytest.mark.parametrize(
    ("name", "identifier"), [("document", "bad"), ("entity", "turned"), ("entity", "long"), ("facts", "")]
)
def test_text_that_turns_around_what_follows_is_fenced_in(bad: Site, name: str, identifier: str) -> None:
    found = Fenced(bad.html(name, identifier))
    assert found.inside > 0 and found.outside == []


def test_a_name_of_ten_thousand_letters_is_cut_on_pages_and_whole_in_the_twin(bad: Site) -> None:
    assert "x" * 700 not in bad.html("home")
    assert bad.model("entity", "long")["title"] == LONG
    assert len(bad.html("search", q="long")) < 10_000


def test_an_address_that_is_a_script_is_no_link(bad: Site) -> None:
    assert bad.model("document", "bad")["document"]["outside"] == ""
    for address in (
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "data:text/html,x",
        "//x.example",
        "file:///x",
        "http://[",
        "x",
    ):
        assert links.outside(address) == ""
    assert links.outside("https://x.example/?a=b") == "https://x.example/?a=b"


def test_a_thing_named_like_a_twin_has_a_page_and_a_twin(bad: Site) -> None:
    # The address /entity/a.json comes to the route of twins, with the id `a`.
    found = bad.shown("entity", "a", "json")
    assert (found.status, found.form) == (200, "html")
    assert bad.model("entity", "a.json")["title"] == "Named like a twin"


def test_a_fact_written_by_hand_without_all_its_parts_spoils_no_page(tmp_path: Path) -> None:
    made = site(world(), tmp_path)
    with Store.open(made.bench.setup.path, "write") as store:
        half = "id:half a kg:Fact ; rdf:predicate kg:fined ; kg:modality 'asserted' ; kg:evidence id:one ."
        more = "id:half rdf:subject id:x ."
        more += "id:x rdfs:label 'X', 'Y' . id:one prov:wasDerivedFrom doc:acme-fine . [] rdfs:label 'nameless' ."
        store.change(
            lambda engine: engine.update(f"INSERT DATA {{ {half} {more} }}", prefixes=dict(store.vocabulary.prefixes))
        )
    again = site_of(made.bench, tmp_path / "again")
    assert again.model("home")["entities"] == 8
    for page in (("home", ""), ("facts", ""), ("entity", "x"), ("document", "acme-fine")):
        assert again.shown(*page).status == 200


def test_every_identifier_comes_back_from_its_link() -> None:
    for identifier in ('"><b>/../x?y#z.json', "a b", "100%", "ü/ñ", "..", "a\nb"):
        path = urlsplit(links.document(identifier)).path
        assert unquote(path.removeprefix("/document/")) == identifier
        assert path.count("/") == 2
