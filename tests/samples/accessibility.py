"""What keeps somebody from using a page who does not see it, or has no pointer: found in a real browser.

After the rules of WCAG 2.2 (A and AA) that a program can check: names, roles, labels, landmarks, headings, contrast,
sizes of targets, and the way that the Tab key takes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

STEPS = 40
"""Presses of Tab; what is wrong with a page's order is so from the start."""
RULES = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").strip()


def faults(page: Any) -> list[str]:
    """What is wrong with a page as it is now; nothing, for a good one."""
    return [*page.evaluate(f"{RULES}.rules()"), *page.evaluate(f"{RULES}.contrast()")]


def wrong_steps(page: Any) -> list[str]:
    """What is wrong on the way of the Tab key from the top of a page: it goes in order, and one sees where it is."""
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    wrong, first, last = [], -1, -1
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        at = page.evaluate(f"{RULES}.focused()")
        if at is None or at["place"] in (first, last):
            break  # at the end of the page, or round it
        first = at["place"] if first < 0 else first
        if at["place"] < last:
            wrong.append(f"out of order: {at['html']}")
        if not at["ring"] or not at["seen"]:
            wrong.append(f"not seen to be chosen: {at['html']}")
        last = at["place"]
    return wrong if last >= 0 else ["Tab leads nowhere"]
