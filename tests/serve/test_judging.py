"""Judging in the explorer: by plain forms, for those who have shown the token, and for nobody else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from doubtful import archive, ready

from kg.graph.store import Store
from kg.model import Verdict
from kg.review import decide
from kg.serve.pages import links
from kg.serve.pages.doubts import make
from kg.serve.sessions import Sessions
from kg.serve.worker import Bench, Setup
from serving import TOKEN, Answer, Served, start, stop

FORM = {"content_type": "application/x-www-form-urlencoded"}


@dataclass
class Browser:
    """Keeps a cookie, and fills in the forms that it was shown."""

    served: Served
    cookie: str = ""
    page: str = field(default="", repr=False)

    def post(self, path: str, *, own: bool = True, **values: str) -> Answer:
        headers = {**FORM, "cookie": self.cookie, "sec_fetch_site": "same-origin" if own else "same-site"}
        return self.served.ask("POST", path, urlencode(values), **headers)

    def open(self, path: str) -> str:
        self.page = self.served.ask("GET", path, cookie=self.cookie).text
        return self.page

    def sign_in(self, token: str = TOKEN, back: str = "/doubts") -> Answer:
        answer = self.post("/judge", token=token, by="Kim", back=back)
        self.cookie = answer.headers.get("set-cookie", "").split(";")[0]
        return answer

    def forms(self, action: str) -> list[dict[str, str]]:
        """What the hidden fields of each form of the page hold."""
        shown = re.findall(rf'<form method="post" action="{action}".*?</form>', self.page, re.S)
        hidden = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
        return [{name: unescape(value) for name, value in hidden.findall(form)} for form in shown]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on which people may judge."""
    folder = tmp_path_factory.mktemp("judged")
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    one = start(archive(folder / "store"), "--writable", "--token-file", str(folder / "token"))
    yield ready(one)
    stop(one)


@pytest.fixture
def kim(judged: Served) -> Browser:
    """Somebody who has shown the token."""
    made = Browser(judged)
    made.sign_in()
    return made


def judgements(served: Served) -> list[Any]:
    with Store.open(served.store) as store:
        return store.judgements()


def test_a_server_that_only_reads_lists_doubts_and_takes_no_judgement(served: Served) -> None:
    page = ready(served).ask("GET", "/doubts")
    assert page.status == 200 and "This server only reads" in page.text
    assert '<form method="post"' not in page.text + served.ask("GET", "/entity/acme-holdings").text
    for path in ("/judge", "/judge/pair", "/judge/undo", "/judge/out"):
        answer = served.ask("POST", path, urlencode({"token": TOKEN, "one": "a", "other": "b"}), **FORM)
        assert answer.status == 403 and "--writable" in answer.text and "set-cookie" not in answer.headers
    assert served.ask("GET", "/judge").status == 403


def test_who_has_not_shown_the_token_sees_where_to_and_no_form(judged: Served) -> None:
    anybody = Browser(judged)
    assert "/judge?back=%2Fdoubts" in anybody.open("/doubts") and anybody.forms("/judge/pair") == []
    assert "back=%2Fentity%2Fveltra" in anybody.open("/entity/veltra") and anybody.forms("/judge/pair") == []
    wrong = anybody.sign_in("wrong-horse-battery-staple")
    assert (wrong.status, anybody.cookie) == (403, "") and "not the token" in wrong.text


def test_the_token_is_asked_for_once_and_does_not_stand_in_the_cookie(judged: Served) -> None:
    answer = Browser(judged).sign_in(back="/entity/veltra")
    assert (answer.status, answer.headers["location"]) == (303, "/entity/veltra")
    name, *rules = answer.headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(rules)
    assert TOKEN not in name and str(judged.port) in name.partition("=")[0]


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/\r\nx", "entity"])
def test_after_the_token_nobody_is_led_to_another_site(judged: Served, back: str) -> None:
    assert Browser(judged).sign_in(back=back).headers["location"] == "/"


def test_a_pair_is_judged_and_taken_back(kim: Browser) -> None:
    kim.open("/doubts")
    (form,) = [one for one in kim.forms("/judge/pair") if "Harbor Lines Ferries" in (one["one"], one["other"])]
    before = dump(kim.served)
    answer = kim.post("/judge/pair", **form, verdict="same")
    assert (answer.status, answer.headers["location"]) == (303, "/doubts")
    (kept,) = judgements(kim.served)
    assert (kept.verdict, kept.by, {kept.left.name, kept.right.name}) == (
        Verdict.SAME,
        "Kim",
        {"Harbour Lines", "Harbor Lines Ferries"},
    )
    assert dump(kim.served) != before
    kim.open("/doubts")
    assert all("Harbor Lines Ferries" not in one.values() for one in kim.forms("/judge/pair"))
    assert "is the same as" in kim.page and "Kim" in kim.page
    (undo,) = kim.forms("/judge/undo")
    assert kim.post("/judge/undo", **undo).status == 303
    assert judgements(kim.served) == [] and dump(kim.served) == before
    assert kim.post("/judge/undo", **undo).status == 400


def test_from_the_page_of_an_entity_one_comes_to_the_one_that_bears_its_name_then(kim: Browser) -> None:
    kim.open("/entity/veltra")
    own = next(one for one in kim.forms("/judge/pair") if "other" not in one)
    answer = kim.post("/judge/pair", **own, other="Coastal Gas", verdict="same")
    assert (answer.status, answer.headers["location"]) == (303, "/entity/coastal-gas")
    kim.open("/entity/coastal-gas")
    assert "judged same by Kim" in kim.page
    (undo,) = kim.forms("/judge/undo")
    assert kim.post("/judge/undo", **undo).headers["location"] == "/entity/coastal-gas"
    assert kim.served.ask("GET", "/entity/veltra").status == 200


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"one": "veltra", "other": "nobody", "verdict": "same"}, "knows no"),
        ({"one": "veltra", "other": "peter-hale", "verdict": "same"}, "nothing can be both"),
        ({"one": "veltra", "other": "coastal-gas", "verdict": "perhaps"}, "expected a verdict"),
        ({"one": "veltra", "other": " ", "verdict": "same"}, "one of them is empty"),
        ({"one": "<script>", "other": "veltra", "verdict": "same"}, "&lt;script&gt;"),
    ],
)
def test_what_cannot_be_judged_is_told_on_a_page(kim: Browser, values: dict[str, str], says: str) -> None:
    kim.open("/doubts")
    answer = kim.post("/judge/pair", key=kim.forms("/judge/pair")[0]["key"], **values)
    assert answer.status == 400 and says in answer.text and "<script>" not in answer.text
    assert judgements(kim.served) == []


def test_a_form_of_another_site_judges_nothing(kim: Browser) -> None:
    kim.open("/doubts")
    form = kim.forms("/judge/pair")[0]
    other = Browser(kim.served)
    other.post("/judge", token=TOKEN, by="Eve", back="/")
    tries = [
        kim.post("/judge/pair", **{**form, "key": ""}, verdict="same"),
        kim.post("/judge/pair", **{**form, "key": Sessions(TOKEN).form_key(kim.cookie)}, verdict="same"),
        kim.post("/judge/pair", own=False, **form, verdict="same"),
        other.post("/judge/pair", **form, verdict="same"),
        Browser(kim.served, kim.cookie[:-1] + ("1" if kim.cookie.endswith("0") else "0")).post(
            "/judge/pair", **form, verdict="same"
        ),
        kim.post("/judge/undo", mark="x"),
        kim.post("/judge/out"),
    ]
    assert {one.status for one in tries} == {403}
    assert judgements(kim.served) == []


def test_no_twin_holds_the_key_and_signing_out_ends_it(kim: Browser) -> None:
    kim.open("/doubts")
    key = kim.forms("/judge/pair")[0]["key"]
    twin = kim.open("/doubts.json")
    assert key not in twin and json.loads(twin)["pairs"]
    out = kim.post("/judge/out", key=key)
    assert out.status == 303 and "Max-Age=0" in out.headers["set-cookie"]


def test_a_ticket_is_good_for_the_server_that_made_it_and_its_holder_alone() -> None:
    one, other = Sessions(TOKEN), Sessions(TOKEN)
    ticket = one.open(TOKEN, "  Kim\n Possible " + "x" * 100)
    assert one.holder(ticket) == ("Kim Possible " + "x" * 100)[:60]
    assert other.holder(ticket) is None
    assert one.holder("RXZl." + ticket.partition(".")[2]) is None
    assert one.holder("") is None and one.holder("ö.ü") is None
    assert (
        one.fits(ticket, one.form_key(ticket)) and not one.fits(ticket, one.form_key("")) and not one.fits(ticket, "")
    )
    assert Sessions("").open("", "Kim") == one.open("", "Kim") == ""


def test_namesakes_are_named_by_their_ids_so_that_each_pair_can_be_judged(tmp_path: Path) -> None:
    path = archive(tmp_path / "store")
    with Store.open(path, "write") as store:
        decide(store, ("Peter Hale@a", "Peter Hale@b"), Verdict.DIFFERENT, "kim", "2026-03-01T10:00:00+00:00")
    bench = Bench(Setup(path, tmp_path))
    make(bench, str(tmp_path / "doubts"))
    found = json.loads((tmp_path / "doubts").read_text())
    assert len(found["judged"]) == 1
    ends = [{one["one"], one["other"]} for one in found["pairs"] if "Hale" in one["other"]]
    known = {one.id for one in bench.store.reading.entities()}
    assert len(ends) == 2 and all(one & known for one in ends)
    bench.release()
    for number, names in enumerate(ends):
        with Store.open(path, "write") as store:
            decide(store, tuple(names), Verdict.DIFFERENT, "kim", f"2026-03-0{number + 2}T10:00:00+00:00")  # type: ignore[arg-type]


def test_links_stay_inside() -> None:
    assert links.inside("/entity/a?b=c") == "/entity/a?b=c"
    assert links.inside("/" + "\t" + "/evil.example") == "/"


def dump(served: Served) -> list[str]:
    with Store.open(served.store) as store:
        return sorted(map(str, store.quads()))
