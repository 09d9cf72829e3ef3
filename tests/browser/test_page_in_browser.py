"""The exported page in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from graph_samples import AGAIN, FINE, World, world

from kg.export import export

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</script><script>alert(3)</script>",
    "<!-- script --><svg onload=alert(4)>",
    "javascript:alert(5)",
    "{{constructor.constructor('alert(6)')()}}",
]


@dataclass
class Visit:
    """A page that is open, and what it did that it should not."""

    page: object
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def visit(browser: object, made: World, folder: Path, **view: object) -> Visit:
    path = export(made.store(), folder / "graph.html")
    page = browser.new_page(**{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **view})
    seen = Visit(page)
    page.on("console", lambda message: seen.errors.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    page.wait_for_function("window.kg !== undefined")
    return seen


def click_edge(page: object, subject: str, target: str) -> None:
    """Presses the middle of the line between two entities on the canvas."""
    x, y = page.evaluate(
        """([a, b]) => {
            const at = kg.network.getPositions([a, b]);
            const middle = { x: (at[a].x + at[b].x) / 2, y: (at[a].y + at[b].y) / 2 };
            const spot = kg.network.canvasToDOM(middle);
            const frame = document.getElementById("canvas").getBoundingClientRect();
            return [frame.left + spot.x, frame.top + spot.y];
        }""",
        [subject, target],
    )
    page.mouse.click(x, y)


def test_the_page_opens_without_an_error_and_asks_nobody_for_anything(browser: object, tmp_path: Path) -> None:
    seen = visit(browser, world(), tmp_path)
    assert seen.page.locator("#counts").inner_text() == "7 entities · 9 facts · 2 documents"
    assert seen.page.evaluate("kg.network.getScale()") > 0.3
    assert seen.errors == []
    assert seen.requests == [(tmp_path / "graph.html").as_uri()]


def test_a_click_on_an_edge_shows_each_sentence_with_both_names_marked(browser: object, tmp_path: Path) -> None:
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


def test_a_click_on_a_node_lists_what_is_said_of_it(browser: object, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    click_edge(page, "acme-holdings", "acme-holdings")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "Acme Holdings"
    assert {"founded on 1987", "acquired Beta Foods", "Jane Roe chief executive of"} <= set(
        panel.locator(".row .main").all_inner_texts()
    )
    panel.locator(".row", has_text="founded on").click()
    assert panel.locator("blockquote").inner_text() == "Acme Holdings was founded in 1987."


def test_a_rumour_is_dashed_and_has_a_badge(browser: object, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    dashed = page.evaluate("kg.data.network.edges.filter((edge) => edge.dashes).map((edge) => edge.label)")
    assert dashed == ["merged with (rumoured)"]
    click_edge(page, "acme-holdings", "delta-rail")
    assert page.locator("#panel .badge").inner_text() == "rumoured"


def test_search_finds_names_and_sentences(browser: object, tmp_path: Path) -> None:
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


def test_the_legend_and_the_relation_filter_hide_what_they_name(browser: object, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    drawn = "kg.network.body.nodeIndices.filter((id) => !kg.network.body.nodes[id].options.hidden).sort()"
    page.locator(".chip", has_text="Company").click()
    assert page.evaluate(drawn) == ["jane-roe", "norland-data-office", "omar-diaz"]
    page.locator(".chip", has_text="Company").click()
    page.locator("#relation").select_option("metWith")
    assert page.evaluate(drawn) == ["jane-roe", "omar-diaz"]


def hostile_world() -> World:
    made = World()
    names = " and ".join(HOSTILE)
    quote = f"{names} met."
    made.document("<b>doc</b>", quote, title=HOSTILE[1], source="javascript:alert(7)", published="</script>")
    for number, name in enumerate(HOSTILE):
        made.entity(f"x{number}", "Person", name)
        made.fact(("<b>doc</b>", quote), ("x0", "metWith", f"x{number}"), title=name, reason=name, amount=name)
    return made


def test_names_from_texts_run_nothing(browser: object, tmp_path: Path) -> None:
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


def test_a_new_size_keeps_the_view_that_was_chosen(browser: object, tmp_path: Path) -> None:
    page = visit(browser, world(), tmp_path).page
    click_edge(page, "norland-data-office", "acme-holdings")
    before = page.evaluate("kg.network.getScale()")
    for height in (1400, 500, 800):
        page.set_viewport_size({"width": 1280, "height": height})
        page.wait_for_timeout(150)
    assert page.evaluate("kg.network.getScale()") == pytest.approx(before, rel=0.01)


def test_a_script_that_got_in_would_not_be_run(browser: object, tmp_path: Path) -> None:
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


def test_the_page_works_on_a_phone(browser: object, tmp_path: Path) -> None:
    seen = visit(browser, world(), tmp_path, viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = seen.page
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    click_edge(page, "norland-data-office", "acme-holdings")
    assert page.locator("#panel blockquote").count() == 2
    page.locator("#theme").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert seen.errors == []
