"""Paging: long lists in pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

LISTED = 50
"""Items on a page."""


def pages(total: int, page: int, link: Callable[[int], str]) -> dict[str, Any]:
    """What a template needs to lead to the page before and the page after this one."""
    last = max(1, -(-total // LISTED))
    return {
        "total": total,
        "page": page,
        "pages": last,
        "before": link(min(page - 1, last)) if page > 1 else "",
        "after": link(page + 1) if page < last else "",
    }


def offset(page: int) -> int:
    return (page - 1) * LISTED
