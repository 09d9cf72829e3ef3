"""Pages in a real browser, and what they do that they should not."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 120_000
"""Milliseconds: a busy machine is no failure."""


@dataclass
class Visit:
    """A page that is open, and what it did that it should not."""

    page: Any
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


def visit(browser: Any, address: str, **view: object) -> Visit:
    """The page at this address, watched from the start."""
    page = browser.new_page(**{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **view})
    page.set_default_timeout(PATIENCE)
    seen = Visit(page)
    page.on("console", lambda message: seen.errors.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(address)
    return seen


def until(page: Any, expression: str, argument: object = None) -> None:
    """Waits until the expression is true: asked again and again, because pages let no text be run as a script."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression, argument):
        assert time.monotonic() < deadline, f"never true: {expression} of {argument}"
        page.wait_for_timeout(50)


def click_edge(page: Any, subject: str, target: str) -> None:
    """Presses the middle of the line between two entities on the canvas: for no time at all.

    The canvas takes a press of a quarter of a second for another thing than a click, and on a busy machine a browser
    may need longer than that from one event of the pointer to the next.
    """
    page.evaluate(
        """([a, b]) => {
            const at = kg.network.getPositions([a, b]);
            const middle = { x: (at[a].x + at[b].x) / 2, y: (at[a].y + at[b].y) / 2 };
            const spot = kg.network.canvasToDOM(middle);
            const frame = document.getElementById("canvas").getBoundingClientRect();
            const [clientX, clientY] = [frame.left + spot.x, frame.top + spot.y];
            const pressed = document.elementFromPoint(clientX, clientY);
            for (const [kind, buttons] of [["pointerdown", 1], ["pointerup", 0]]) {
                const pointer = { pointerId: 1, pointerType: "mouse", isPrimary: true, bubbles: true };
                pressed.dispatchEvent(new PointerEvent(kind, { ...pointer, clientX, clientY, buttons }));
            }
        }""",
        [subject, target],
    )
