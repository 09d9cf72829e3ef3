"""The graph view as somebody uses it: by pointer, by keys, by links."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from browsing import CHROMIUM, Visit, click_edge, until, visit
from graph_samples import AGAIN, FINE

from serving import Served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]


def see(browser: Any, site: Served, *state: tuple[str, str], **view: object) -> Visit:
    seen = visit(browser, f"{site.address}/graph?{urlencode(state)}", **view)
    seen.page.evaluate("kg.ready")
    return seen


def drawn(page: Any) -> list[str]:
    return sorted(page.evaluate("Object.keys(kg.view.entities)"))


def wait_for(page: Any, *ids: str) -> None:
    until(page, "(ids) => Object.keys(kg.view.entities).sort().join() === ids", ",".join(sorted(ids)))


def test_open_expand_read_undo_and_send_the_link(browser: Any, site: Served) -> None:
    seen = see(browser, site, ("e", "norland-data-office"))
    page = seen.page
    assert drawn(page) == ["acme-holdings", "norland-data-office", "omar-diaz"]
    click_edge(page, "acme-holdings", "acme-holdings")
    page.locator("#panel button", has_text="chief executive of").click()
    wait_for(page, "acme-holdings", "norland-data-office", "omar-diaz", "jane-roe")
    click_edge(page, "norland-data-office", "acme-holdings")
    page.locator("#panel blockquote").first.wait_for()
    assert page.locator("#panel blockquote").all_inner_texts() == [AGAIN, FINE]
    assert page.locator("#panel mark").all_inner_texts()[2:] == ["Norland Data Office", "Acme Holdings"]

    other = visit(browser, page.evaluate("location.href")).page
    other.evaluate("kg.ready")
    assert drawn(other) == drawn(page)
    assert other.evaluate("kg.network.getPositions()") == page.evaluate("kg.network.getPositions()")
    other.locator("#panel blockquote").first.wait_for()

    page.locator("#undo").click()
    wait_for(page, "acme-holdings", "norland-data-office", "omar-diaz")
    page.keyboard.press("Control+Shift+z")
    wait_for(page, "acme-holdings", "norland-data-office", "omar-diaz", "jane-roe")
    assert seen.errors == [] and seen.dialogs == []
    assert all(address.startswith(site.address) for address in seen.requests)


def test_all_of_it_works_with_keys_alone(browser: Any, site: Served) -> None:
    page = see(browser, site, ("e", "omar-diaz")).page
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    until(page, "location.search.includes('s=%7E')")
    page.keyboard.press("Space")
    page.locator("#panel blockquote").first.wait_for()
    page.evaluate("history.replaceState(history.state, '', '?e=omar-diaz&s=~norland-data-office')")
    page.reload()
    page.evaluate("kg.ready")
    page.locator("#canvas").focus()
    page.keyboard.press("e")
    wait_for(page, "acme-holdings", "jane-roe", "norland-data-office", "omar-diaz")
    page.keyboard.press("p")
    until(page, "kg.view.network.nodes.some((node) => node.pinned)")
    page.keyboard.press("h")
    wait_for(page, "acme-holdings", "jane-roe", "omar-diaz")
    page.keyboard.press("t")
    rows = page.locator("#twin table").first.locator("tbody tr").all_inner_texts()
    assert len(rows) == page.evaluate("Object.keys(kg.view.facts).length")
    page.locator("#twin button", has_text="chief executive of").click()
    page.locator("#panel blockquote").first.wait_for()


def test_entities_are_added_by_name_and_paths_asked_for(browser: Any, site: Served) -> None:
    page = see(browser, site, ("e", "gamma-mills")).page
    page.locator("#add").fill("delta r")
    page.locator("#hits li").first.wait_for()
    page.keyboard.press("Enter")
    wait_for(page, "acme-holdings", "beta-foods", "delta-rail", "gamma-mills")
    page.evaluate("history.replaceState(null, '', '?e=gamma-mills&s=~gamma-mills')")
    page.reload()
    page.get_by_text("Path to …").click()
    page.locator("#add").fill("omar")
    page.locator("#hits li").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("2 shortest paths, 4 steps each").wait_for()


@pytest.mark.parametrize("before", ["", "omar"])
def test_enter_takes_what_the_whole_name_finds_however_late_the_answer(browser: Any, site: Served, before: str) -> None:
    page = see(browser, site, ("e", "gamma-mills")).page
    page.route(re.compile("[?&]q=delta"), lambda route: (time.sleep(0.3), route.continue_()))
    page.locator("#add").focus()
    if before:
        page.keyboard.insert_text(before)
        page.locator("#hits li").first.wait_for()
        page.locator("#add").select_text()
    page.keyboard.insert_text("delta r")
    page.keyboard.press("Enter")
    wait_for(page, "acme-holdings", "beta-foods", "delta-rail", "gamma-mills")


def test_who_goes_back_before_the_answer_sees_what_was_there(browser: Any, site: Served) -> None:
    page = see(browser, site, ("e", "omar-diaz"), ("s", "~omar-diaz")).page
    before = drawn(page)
    unanswered: list[Any] = []
    page.route(re.compile("/graph.json"), lambda route: unanswered.append(route))
    page.locator("#canvas").focus()
    page.keyboard.press("e")
    until(page, "document.getElementById('stage').classList.contains('busy')")
    page.evaluate("history.back()")
    until(page, "!document.getElementById('stage').classList.contains('busy')")
    assert drawn(page) == before and page.evaluate("history.state.depth") == 0


def test_filters_legend_and_files_follow_the_address(browser: Any, site: Served) -> None:
    page = see(browser, site, ("e", "acme-holdings")).page
    page.locator("#filter").click()
    page.get_by_label("fined").check()
    wait_for(page, "acme-holdings", "norland-data-office")
    assert "relation=fined" in page.evaluate("location.search")
    assert page.locator("a[data-format=gexf]").get_attribute("href").endswith("?e=acme-holdings&relation=fined")
    page.get_by_text("Clear all filters").click()
    until(page, "Object.keys(kg.view.entities).length === 5")
    page.keyboard.press("Escape")
    page.locator(".chip", has_text="Person").click()
    wait_for(page, "acme-holdings", "beta-foods", "delta-rail", "norland-data-office")
    page.locator("#save summary").click()
    with page.expect_download() as download:
        page.locator("#png").click()
    with open(download.value.path(), "rb") as file:  # noqa: PTH123  (playwright gives a path of its own kind)
        assert file.read(8) == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_either_light(browser: Any, site: Served, scheme: str) -> None:
    seen = see(browser, site, ("e", "acme-holdings"), viewport={"width": 360, "height": 740}, color_scheme=scheme)
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 360
    assert seen.errors == []


def test_an_unknown_entity_is_said_to_be_so(browser: Any, site: Served) -> None:
    page = see(browser, site, ("e", "<img src=x onerror=alert(1)>")).page
    assert page.locator("#notice").inner_text().startswith("No entity has the id '<img src=x")
    assert page.locator("#stage img").count() == 0


def test_names_from_texts_run_nothing(browser: Any, hostile_site: Served) -> None:
    seen = see(browser, hostile_site)
    page = seen.page
    for row in range(page.locator("#panel .row").count()):
        page.locator("#panel .row").nth(row).click()
        page.locator("#panel h3").first.wait_for()
        page.locator("#panel .back").click()
    page.keyboard.press("t")
    for row in range(page.locator("#twin td:nth-child(2) button").count()):
        page.locator("#twin td:nth-child(2) button").nth(row).click()
        page.locator("#panel figure").first.wait_for()
    assert page.locator("#twin img, #panel img, #panel script, a[href^='javascript']").count() == 0
    assert page.title().endswith("· kg")
    assert seen.errors == [] and seen.dialogs == []
