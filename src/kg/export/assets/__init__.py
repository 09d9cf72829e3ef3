"""Style and scripts of drawings, for the exported page and for the explorer; text of pages is never in them."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

SCRIPTS = ("parts.js", "canvas.js", "filters.js")
"""What both pages share, in the order in which it is loaded, after the library."""
_VERSION = re.compile(r"vis-(\d+)\.(\d+)\.(\d+)")


@cache
def asset(name: str) -> str:
    """The text of a file of this folder."""
    return (resources.files("kg.export.assets") / name).read_text(encoding="utf-8")


@cache
def library() -> str:
    """vis-network, the newest that the installed pyvis has."""
    # Found, not imported: pyvis brings in IPython, half a second and 60 MB of it.
    spec = find_spec("pyvis")
    places = (spec and spec.submodule_search_locations) or []
    files = [file for place in places for file in (Path(place) / "lib").iterdir()]
    versions = {tuple(map(int, found.groups())): file for file in files if (found := _VERSION.match(file.name))}
    text = (versions[max(versions)] / "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"(?m)^//# sourceMappingURL=.*$", "", text)
