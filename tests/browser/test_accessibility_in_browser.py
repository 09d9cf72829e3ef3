"""Every page, and each state of the graph view, for those who do not see it and those who have no pointer."""

from __future__ import annotations

from typing import Any

import pytest
from accessibility import faults, wrong_steps
from browsing import CHROMIUM, Visit, visit

from serving import Served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]
PAGES = [
    "/", "/search?q=acme", "/search", "/facts", "/documents", "/entity/acme-holdings", "/document/acme-fine",
    "/question/who-runs-what", "/query", "/query?query=SELECT%20*%20%7B%20%3Fs%20foo", "/doubts", "/judgements",
    "/nothing",
]  # fmt: skip
VIEWS = [
    {"color_scheme": "light", "viewport": {"width": 1280, "height": 800}},
    {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
]


@pytest.mark.parametrize("view", VIEWS, ids=["light, wide", "dark, narrow"])
def test_pages_can_be_used_by_everybody(browser: Any, site: Served, view: dict[str, Any]) -> None:
    seen = visit(browser, site.address, **view)
    for path in PAGES:
        seen.page.goto(site.address + path)
        for closed in seen.page.locator("main summary").all():
            closed.click()
        assert faults(seen.page) == [], path
        assert wrong_steps(seen.page) == [], path
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= view["viewport"]["width"], path
    assert [one for one in seen.errors if "404" not in one] == []


@pytest.mark.parametrize("view", VIEWS, ids=["light, wide", "dark, narrow"])
def test_the_graph_view_can_be_used_by_everybody(browser: Any, site: Served, view: dict[str, Any]) -> None:
    seen = visit(browser, f"{site.address}/graph", **view)
    page = seen.page
    page.evaluate("kg.ready")
    assert faults(page) == []
    page.goto(f"{site.address}/graph?e=acme-holdings&s=~acme-holdings")
    page.evaluate("kg.ready")
    page.locator("#panel .leads").wait_for()
    assert faults(page) == [] and wrong_steps(page) == []
    for button in ("#filter", "#table", "#save summary", "#help summary"):
        page.locator(button).click()
        assert faults(page) == [], button
        page.keyboard.press("Escape")
    page.fill("#add", "ac")
    page.locator("#hits li").first.wait_for()
    assert faults(page) == []
    assert seen.errors == []


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<button></button>", "no name"),
        ("<a href=x aria-label=Home>House</a>", "not what is seen"),
        ("<input>", "no label"),
        ("<img src='data:,'>", "no text in its place"),
        ("<h3>x</h3>", "a heading is skipped"),
        ("<p style='color: #999; background: #fff'>x</p>", "contrast 2.8"),
        ("<nav aria-label=Site></nav>", "a landmark twice"),
        ("<table><tr><th></table>", "no caption"),
        ("<ul><p>x</p></ul>", "no item of the list"),
        ("<p id=main></p>", "an id twice"),
        ("<button style='width: 9px; padding: 0'>x</button>", "small, 9"),
        ("<div style='overflow: auto; height: 20px'><p style='height: 90px'>x</p></div>", "no key moves it"),
    ],
)
def test_what_is_wrong_is_found(faultless: Visit, html: str, says: str) -> None:
    page = faultless.page
    page.evaluate("(html) => { document.querySelector('main').lastElementChild.innerHTML = html; }", html)
    assert any(says in one for one in faults(page)), faults(page)


@pytest.fixture(scope="module")
def faultless(browser: Any, site: Served) -> Visit:
    """A page to spoil; its policy lets no style into it but through a style sheet of its own."""
    seen = visit(browser, f"{site.address}/nothing", bypass_csp=True)
    seen.page.evaluate("document.querySelector('main').append(document.createElement('div'))")
    assert faults(seen.page) == []
    return seen
