"""The exported page in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import browsing
import pytest
from browsing import CHROMIUM, Visit, click_edge
from graph_samples import AGAIN, FINE, World, world

from kg.export import export
from kg.export.page import page as make_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</script><script>alert(3)</script>",
    "<!-- script --><svg onload=alert(4)>",
    "javascript:alert(5)",
    "{{constructor.constructor('alert(6)')()}}",
]


def visit(browser: Any, made: World, folder: Path, **view: object) -> Visit:
    path = export(made.store(), folder / "graph.html")
    seen = browsing.visit(browser, path.as_uri(), **view)
    seen.page.wait_for_function("window.kg?.network !== undefined")
    return seen


def test_the_page_opens_without_an_error_and_asks_nobody_for_anything(browser: Any, tmp_path: Path) -> None:
    seen = visit(browser, world(), tmp_path)
    assert seen.page.locator("#counts").inner_text() == "7 entities · 9 facts · 2 documents"
    assert seen.page.evaluate("kg.network.getScale()") > 0.3
    assert seen.errors == []
    assert seen.requests == [(tmp_path / "graph.html").as_uri()]


def test_a_click_on_an_edge_shows_each_sentence_with_both_names_marked(browser: Any, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    click_edge(page, "norland-data-office", "acme-holdings")
    panel = page.locator("#panel")
    assert panel.locator("blockquote").all_inner_texts() == [AGAIN, FINE]
    assert panel.locator("mark").all_inner_texts() == [
        *("Acme Holdings", "Data Office"),
        *("Norland Data Office", "Acme Holdings"),
    ]
    text = panel.inner_text()
    for said in ("1,500,000 USD", "2021-03", "leaked records", "90 %", "Acme shops", "Data Office fines Acme"):
        assert said in text
    assert panel.locator("a").get_attribute("href") == "https://news.example/1"


def test_a_click_on_a_node_lists_what_is_said_of_it(browser: Any, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    click_edge(page, "acme-holdings", "acme-holdings")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "Acme Holdings"
    assert {"founded on 1987", "acquired Beta Foods", "Jane Roe chief executive of"} <= set(
        panel.locator(".row .main").all_inner_texts()
    )
    panel.locator(".row", has_text="founded on").click()
    assert panel.locator("blockquote").inner_text() == "Acme Holdings was founded in 1987."


def test_a_rumour_is_dashed_and_has_a_badge(browser: Any, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    dashed = page.evaluate("kg.data.network.edges.filter((edge) => edge.dashes).map((edge) => edge.label)")
    assert dashed == ["merged with (rumoured)"]
    click_edge(page, "acme-holdings", "delta-rail")
    assert page.locator("#panel .badge").inner_text() == "rumoured"


def test_search_finds_names_and_sentences(browser: Any, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    page.locator("#search").fill("gamma")
    rows = page.locator("#panel .row .main").all_inner_texts()
    assert rows[0] == "Gamma Mills"
    assert "Beta Foods owner of Gamma Mills" in rows
    page.locator("#search").press("Enter")
    assert page.locator("#panel h2").inner_text() == "Gamma Mills"
    page.locator("#search").fill("leaked")
    assert page.locator("#panel .row .main").all_inner_texts() == ["Norland Data Office fined Acme Holdings"]
    page.locator("#search").fill("zebra")
    assert "Nothing holds" in page.locator("#panel").inner_text()


DRAWN = "kg.network.body.nodeIndices.filter((id) => !kg.network.body.nodes[id].options.hidden).sort()"


def test_the_legend_and_the_filters_hide_what_they_name(browser: Any, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    page.locator(".chip", has_text="Company").click()
    assert page.evaluate(DRAWN) == ["jane-roe", "norland-data-office", "omar-diaz"]
    page.locator(".chip", has_text="Company").click()
    page.locator("#filter").click()
    page.get_by_label("met with").check()
    assert page.evaluate(DRAWN) == ["jane-roe", "omar-diaz"]
    assert page.locator("#filter").inner_text() == "Filters (1)"
    page.get_by_text("Clear all filters").click()
    assert len(page.evaluate(DRAWN)) == 7
    page.get_by_label("rumoured").check()
    assert page.evaluate(DRAWN) == ["acme-holdings", "delta-rail"]
    page.get_by_label("rumoured").uncheck()
    page.get_by_label("to", exact=True).fill("2020")
    page.keyboard.press("Tab")
    assert page.evaluate(DRAWN) == ["acme-holdings"]  # founded in 1987; the articles are of 2021


def test_what_is_left_out_is_said(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "small.html"
    path.write_bytes(make_page(world().store(), limit=3))
    page = browsing.visit(browser, path.as_uri()).page
    assert (
        "The 3 most important entities are drawn. 4 entities and 5 facts are left out"
        in page.locator(".note").inner_text()
    )
    page.locator("#search").fill("gamma")
    assert "left out" in page.locator("#panel").inner_text()


def hostile_world() -> World:
    made = World()
    names = " and ".join(HOSTILE)
    quote = f"{names} met."
    made.document("<b>doc</b>", quote, title=HOSTILE[1], source="javascript:alert(7)", published="</script>")
    for number, name in enumerate(HOSTILE):
        made.entity(f"x{number}", "Person", name)
        made.fact(("<b>doc</b>", quote), ("x0", "metWith", f"x{number}"), title=name, reason=name, amount=name)
    return made


def test_names_from_texts_run_nothing(browser: Any, tmp_path: Path) -> None:
    seen = visit(browser, hostile_world(), tmp_path)
    page = seen.page
    for row in range(len(HOSTILE)):
        page.locator("#panel .row").nth(row).click()
        page.locator("#panel .row").first.click()
        page.locator(".back").click()
    page.locator("#search").fill(HOSTILE[1])
    page.mouse.move(400, 400)
    page.wait_for_timeout(300)
    assert page.locator("#panel .row .main").first.inner_text() == HOSTILE[1]
    assert seen.dialogs == [] and seen.errors == []
    assert page.locator("img, svg, iframe, main script, a[href^='javascript']").count() == 0
    assert seen.requests == [(tmp_path / "graph.html").as_uri()]


def test_a_new_size_keeps_the_view_that_was_chosen(browser: Any, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    click_edge(page, "norland-data-office", "acme-holdings")
    before = page.evaluate("kg.network.getScale()")
    for height in (1400, 500, 800):
        page.set_viewport_size({"width": 1280, "height": height})
        page.wait_for_timeout(150)
    assert page.evaluate("kg.network.getScale()") == pytest.approx(before, rel=0.01)


def test_a_script_that_got_in_would_not_be_run(browser: Any, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = true'>");
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None


def test_the_page_works_on_a_phone(browser: Any, tmp_path: Path) -> None:
    seen = visit(browser, world(), tmp_path, viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = seen.page
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    click_edge(page, "norland-data-office", "acme-holdings")
    assert page.locator("#panel blockquote").count() == 2
    page.locator("#theme").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert seen.errors == []
