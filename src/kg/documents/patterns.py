"""Patterns of paths with `**`, matched against one path at a time."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence


def matches(pattern: Sequence[str], path: Sequence[str]) -> bool:
    """Whether the parts of a path match those of a pattern, in which `**` stands for any number of folders.

    At the end of a pattern, `**` stands for all files below.
    """
    if not pattern or not path:
        return not pattern and not path
    first, *rest = pattern
    if first != "**":
        return fnmatch.fnmatchcase(path[0], first) and matches(rest, path[1:])
    return not rest or any(matches(rest, path[skipped:]) for skipped in range(len(path)))
