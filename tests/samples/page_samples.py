"""Pages made without a server: a store, its directory, and the job that makes a page, called as a worker calls it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_samples import World

from kg.serve.pages import PAGES
from kg.serve.pages.indexing import make
from kg.serve.pages.page import Ask, Manner, Page, Shown, show
from kg.serve.pages.routes import ELSEWHERE
from kg.serve.worker import Bench, Setup

SCRIPT = "<script>document.title='got'</script>"
BREAK = '"><img src=x onerror="document.title=\'got\'">'
TURNED = "\u202eevil\u202d \u2067name"
LONG = "Long " + "x" * 10_000


@dataclass
class Site:
    """A store and its pages."""

    bench: Bench
    folder: str

    def shown(self, name: str, identifier: str = "", form: str = "html", /, **values: str) -> Shown:
        page: Page = next(one for one in (*PAGES, ELSEWHERE) if one.name == name)
        return show(self.bench, page, Ask(identifier, values), Manner(form), self.folder)  # type: ignore[arg-type]

    def html(self, name: str, identifier: str = "", /, **values: str) -> str:
        return self.shown(name, identifier, "html", **values).body.decode()

    def model(self, name: str, identifier: str = "", /, **values: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.shown(name, identifier, "json", **values).body)
        return found


def site(world: World, folder: Path) -> Site:
    """The pages of a hand-made world."""
    world.store(folder / "store").close()
    (folder / "spool").mkdir()
    return site_of(Bench(Setup(folder / "store", folder / "spool")), folder / "directory")


def site_of(bench: Bench, folder: Path) -> Site:
    """The pages of a store as it is now."""
    make(bench, str(folder))
    return Site(bench, str(folder))


def hostile() -> World:
    """Names and documents that try to be markup, an address that is a script, marks that turn text around."""
    made = World()
    said = f"{SCRIPT} met {BREAK}."
    more = f"{TURNED} met {LONG}."
    known = {"title": f"{SCRIPT}{BREAK}", "source": "javascript:document.title='got'", "published": "2024-02-30"}
    made.document("bad", f"{said}\n\n{more}", **known)
    made.document('"><b>/../x?y#z.json', said, title="t", source="https://news.example/\"onmouseover='x'")
    made.entity("script", "Person", SCRIPT, '<b onclick="x">alias</b>')
    made.entity("break", "Company", BREAK)
    made.entity("turned", "Person", TURNED)
    made.entity("long", "Company", LONG)
    made.entity("a.json", "Company", "Named like a twin")
    made.fact(("bad", said), ("script", "metWith", "break"), title=BREAK, reason=SCRIPT, date="<i>2021")
    made.fact(('"><b>/../x?y#z.json', said), ("script", "metWith", "break"), title=BREAK, reason=SCRIPT, date="<i>2021")
    made.fact(("bad", more), ("turned", "metWith", "long"), modality="rumoured")
    return made
