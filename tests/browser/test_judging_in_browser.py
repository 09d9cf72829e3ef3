"""Judging as a person does it, with a browser that runs no script: the token once, then a button a pair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accessibility import faults
from browsing import CHROMIUM, PATIENCE
from doubtful import archive, ready

from kg.graph.store import Store
from serving import TOKEN, Served, start, stop

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]
THE_SAME = re.compile("^The same ?: Harbour Lines and Harbor Lines Ferries$")


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    one = start(archive(tmp_path / "store"), "--writable", "--token-file", str(tmp_path / "token"))
    yield ready(one)
    stop(one)


def test_a_pair_is_judged_and_taken_back_without_any_script(browser: Any, judged: Served) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{judged.address}/doubts")
    page.get_by_role("link", name="Judge names").click()
    page.get_by_label("Your name").fill("Kim")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name=THE_SAME).click()
    page.get_by_text("Harbor Lines Ferries is the same as Harbour Lines").wait_for()
    assert page.get_by_role("button", name=THE_SAME).count() == 0
    with Store.open(judged.store) as store:
        assert [one.by for one in store.judgements()] == ["Kim"]
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Nothing yet.").wait_for()
    page.goto(f"{judged.address}/entity/veltra")
    page.get_by_label("Another name or id").fill("Coastal Gas")
    page.get_by_role("button", name="It is the same").click()
    page.wait_for_url("**/entity/coastal-gas")
    (cookie,) = context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_a_judge_can_be_used_by_everybody(browser: Any, judged: Served, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE)
    page.goto(f"{judged.address}/judge?back=/doubts")
    assert faults(page) == []
    for token in ("wrong", TOKEN):
        page.get_by_label("Your name").fill("Kim")
        page.get_by_label("Token").fill(token)
        with page.expect_navigation():
            page.get_by_role("button", name="Begin").click()
        assert faults(page) == []
    for path in ("/doubts", "/entity/harbour-lines", "/judge", "/judgements"):
        page.goto(judged.address + path)
        for closed in page.locator("main summary").all():
            closed.click()
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
