"""The explorer in a real browser: nothing hostile runs, nothing leaves, the keyboard is enough, nothing overflows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graph_samples import world
from page_samples import hostile

from kg.serve.pages import links
from serving import Served, start, stop

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
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
CHECKS = """() => {
  const wrong = [];
  const named = (one) => (one.getAttribute("aria-label") || one.textContent || one.title || "").trim();
  document.querySelectorAll("a[href], button").forEach((one) => {
    if (!named(one)) wrong.push("no name: " + one.outerHTML);
  });
  document.querySelectorAll("input, select, textarea").forEach((one) => {
    if (!one.labels.length && !one.getAttribute("aria-label")) wrong.push("no label: " + one.outerHTML);
  });
  document.querySelectorAll("img:not([alt])").forEach((one) => wrong.push("no alt: " + one.outerHTML));
  document.querySelectorAll("table").forEach((one) => { if (!one.caption) wrong.push("no caption"); });
  document.querySelectorAll("[aria-labelledby], [aria-controls], [aria-describedby]").forEach((one) => {
    for (const key of ["aria-labelledby", "aria-controls", "aria-describedby"])
      for (const id of (one.getAttribute(key) || "").split(" ").filter(Boolean))
        if (!document.getElementById(id)) wrong.push(`${key} leads nowhere: ${id}`);
  });
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  if (new Set(ids).size !== ids.length) wrong.push("an id twice");
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  for (const one of ["main", "header", "nav"]) if (!document.querySelector(one)) wrong.push("no " + one);
  let level = 1;
  document.querySelectorAll("h1, h2, h3").forEach((one) => {
    if (Number(one.tagName[1]) > level + 1) wrong.push("a heading is skipped: " + one.textContent);
    level = Number(one.tagName[1]);
  });
  return wrong;
}"""
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, part, i) => sum + part * linear(c[i] / 255), 0);
  const ground = (one) => {
    for (; one; one = one.parentElement) {
      const colour = rgb(getComputedStyle(one).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const one of document.querySelectorAll("body *")) {
    const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!words || !one.checkVisibility() || one.closest(".hidden, svg")) continue;
    const [a, b] = [light(rgb(getComputedStyle(one).color)), light(ground(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${one.outerHTML.slice(0, 120)}`);
  }
  return low;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("good") / "store"
    world().store(path).close()
    yield from _running(path)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("bad") / "store"
    hostile().store(path).close()
    yield from _running(path)


def _running(path: Path) -> Iterator[Served]:
    one = start(path)
    one.ask("GET", "/")  # the directory is made
    yield one
    stop(one)


class Visit:
    """A window, and what went wrong in it."""

    def __init__(self, browser: Any, served: Served, **options: Any) -> None:
        view = {"viewport": {"width": 1200, "height": 800}, "reduced_motion": "reduce", **options}
        self.address = served.address
        self.page = browser.new_context(**view).new_page()
        self.page.set_default_timeout(60_000)
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


def test_hostile_text_does_nothing_on_any_page(browser: Any, bad: Served) -> None:
    visit = Visit(browser, bad, viewport={"width": 360, "height": 700})
    for path in BAD:
        page = visit.open(path)
        assert page.title().endswith("· kg"), path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.locator("main img, main script, main b, main i").count() == 0, path
    assert visit.errors == []


def test_hostile_names_are_suggested_as_text(browser: Any, bad: Served) -> None:
    visit = Visit(browser, bad)
    page = visit.open("/")
    for words in ("script", "img", "long"):
        page.fill("#search", words)
        page.wait_for_selector("[role=option]")
    assert page.locator("[role=listbox] img, [role=listbox] script").count() == 0
    assert visit.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit_a_small_screen(browser: Any, good: Served, scheme: str) -> None:
    visit = Visit(browser, good, color_scheme=scheme, viewport={"width": 360, "height": 700})
    for path in GOOD:
        page = visit.open(path)
        assert page.evaluate(CHECKS) == [], path
        assert page.evaluate(CONTRAST) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    assert visit.errors == []


def test_the_keyboard_leads_from_a_name_half_written_to_the_sentence(browser: Any, good: Served) -> None:
    visit = Visit(browser, good)
    page = visit.open("/")
    page.keyboard.type("acme hodl")
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


def test_nothing_moves_while_a_page_loads(browser: Any, good: Served) -> None:
    visit = Visit(browser, good)
    for path in GOOD:
        page = visit.open(path)
        shift = page.evaluate(
            """() => new Promise((done) => { let sum = 0; new PerformanceObserver((list) => {
            for (const one of list.getEntries()) sum += one.value; }).observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 100); })"""
        )
        assert shift == 0, path


def test_the_theme_is_chosen_once_for_all_pages(browser: Any, good: Served) -> None:
    visit = Visit(browser, good, color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    page = visit.open("/")
    light = page.evaluate(ground)
    page.click("#theme")
    dark = page.evaluate(ground)
    assert dark != light
    assert visit.open("/documents").evaluate(ground) == dark


def test_a_query_runs_by_its_keys_and_a_mistake_gets_the_caret(browser: Any, good: Served) -> None:
    visit = Visit(browser, good)
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
