"""The explorer in a real browser: nothing hostile runs, nothing leaves, the keyboard is enough, nothing overflows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import CHROMIUM, PATIENCE
from dripping import dripping

from kg.serve.pages import links
from serving import Served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]
BAD = ["/", "/search?q=x", "/facts", "/documents", "/entity/script", "/entity/break", "/entity/turned", "/entity/long"]
BAD += [links.document('"><b>/../x?y#z.json'), links.document("bad"), "/question/evidence-of", "/entity/%3Cb%3Ex"]
GOOD = [
    "/",
    "/entity/acme-holdings",
    "/document/acme-fine",
    "/question/who-runs-what",
    "/query",
    "/search?q=acme",
    "/nothing",
]


class Visit:
    """A window, and what went wrong in it."""

    def __init__(self, browser: Any, served: Served, **options: Any) -> None:
        view = {"viewport": {"width": 1200, "height": 800}, "reduced_motion": "reduce", **options}
        self.address = served.address
        self.page = browser.new_context(**view).new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)

    def open(self, path: str) -> Any:
        self.page.goto(self.address + path)
        return self.page

    def _heard(self, message: Any) -> None:
        # A browser says that a page was a 404; anything else is a mistake.
        if message.type in ("error", "warning") and "404" not in message.text:
            self.errors.append(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:")):
            self.errors.append(f"asked {request.url}")


def test_hostile_text_does_nothing_on_any_page(browser: Any, hostile_site: Served) -> None:
    visit = Visit(browser, hostile_site, viewport={"width": 360, "height": 700})
    for path in BAD:
        page = visit.open(path)
        assert page.title().endswith("· kg"), path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.locator("main img, main script, main b, main i").count() == 0, path
    assert visit.errors == []


def test_hostile_names_are_suggested_as_text(browser: Any, hostile_site: Served) -> None:
    visit = Visit(browser, hostile_site)
    page = visit.open("/")
    for words in ("script", "img", "long"):
        page.fill("#search", words)
        page.wait_for_selector("[role=option]")
    assert page.locator("[role=listbox] img, [role=listbox] script").count() == 0
    assert visit.errors == []


def test_the_keyboard_leads_from_a_name_half_written_to_the_sentence(browser: Any, site: Served) -> None:
    visit = Visit(browser, site)
    page = visit.open("/")
    page.keyboard.insert_text("acme hodl")  # at once: suggestions for half of it could be taken away under the keys
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/acme-holdings")
    page.locator(".why summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".why[open] blockquote mark").first.is_visible()
    page.locator(".why[open] a", has_text="in the text").first.click()
    page.wait_for_url(re.compile("/document/acme-.*#said-"))
    assert page.locator(".anchor:target").count() == 1
    assert visit.errors == []


def moved(page: Any) -> float:
    """How much of what was painted has moved since the page began to load."""
    moved: float = page.evaluate(
        """() => new Promise((done) => { let sum = 0; new PerformanceObserver((list) => {
        for (const one of list.getEntries()) sum += one.value; }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 100); })"""
    )
    return moved


def test_nothing_moves_while_a_page_loads(browser: Any, site: Served) -> None:
    visit = Visit(browser, site)
    for path in GOOD:
        assert moved(visit.open(path)) == 0, path


def test_nothing_moves_while_a_page_comes_in_pieces(browser: Any, site: Served) -> None:
    visit = Visit(browser, site)
    with dripping(site) as visit.address:
        for path in ("/question/who-runs-what", "/search?q=acme"):
            assert moved(visit.open(path)) == 0, path
        visit.page.close()


def test_the_theme_is_chosen_once_for_all_pages(browser: Any, site: Served) -> None:
    visit = Visit(browser, site, color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    page = visit.open("/")
    light = page.evaluate(ground)
    page.click("#theme")
    dark = page.evaluate(ground)
    assert dark != light
    assert visit.open("/documents").evaluate(ground) == dark


def test_a_query_runs_by_its_keys_and_a_mistake_gets_the_caret(browser: Any, site: Served) -> None:
    visit = Visit(browser, site)
    page = visit.open("/query")
    page.fill("#query", "SELECT * {\n  ?s foo ?o }")
    page.press("#query", "Control+Enter")
    page.wait_for_selector("[role=alert]")
    at = page.evaluate("document.getElementById('query').selectionStart")
    assert page.input_value("#query")[:at].count("\n") == 1
    page.fill("#query", "SELECT ?who { ?x kg:ceoOf ?y ; rdfs:label ?who }")
    page.press("#query", "Control+Enter")
    page.wait_for_selector("td a[href='/entity/jane-roe']")
    assert visit.errors == []
