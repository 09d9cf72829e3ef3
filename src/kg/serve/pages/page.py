"""What a page is, and the job that makes one: a model as plain data, shown as HTML or, word for word, as JSON."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from kg.errors import KGError
from kg.serve.keeping import Kept
from kg.serve.pages import links
from kg.serve.pages.cards import Cards
from kg.serve.pages.directory import Directory
from kg.serve.pages.rendering import render
from kg.serve.refusals import NOT_FOUND
from kg.serve.spool import packed
from kg.serve.worker import Bench

Form = Literal["html", "json"]
Model = dict[str, Any]
"""Strings, numbers, lists and dicts; `title` is the page's name."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a browser may do on a page: run and show what this server holds, nothing written into a page, nothing else."""
NEAR = 6
"""Names to offer in place of one that is not there."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What the one who asks may decide here."""

    writable: bool = False
    """False where nobody may."""
    key: str = ""
    """For the forms of who has shown the token; else empty. No twin holds it."""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a request asks of a page."""

    id: str = ""
    """What the path names."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What the query string says."""
    address: str = ""
    """The path and the query string as they were sent."""
    made: str = ""
    """The file or folder that the page's keeper keeps."""
    judge: Judge = field(default_factory=Judge)

    def number(self, name: str = "page", most: int = 1_000_000) -> int:
        """A number from 1 on; 1 for anything else."""
        said = self.values.get(name, "")
        return min(max(int(said), 1), most) if said.isascii() and said.isdecimal() and len(said) < 10 else 1


NOBODY = Ask()


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it is, and how its model is made in a worker."""

    name: str
    path: str
    """As Starlette writes it; `{id:rest}` is what `Ask.id` gets."""
    template: str
    model: Callable[[Desk, Ask], Model]
    policy: str = POLICY
    needs: Kept | None = None
    """What has to be kept for it, beside the names."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page is made from."""

    bench: Bench
    directory: Directory


@dataclass(frozen=True, slots=True)
class Manner:
    """How a page is to be given."""

    form: Form
    gzip: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A page, ready to be sent."""

    status: int
    form: Form
    body: bytes
    gzip: bool = False


class Missing(KGError):
    """What a page is about is not in the store."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(kind, name)
        self.kind, self.name = kind, name

    def __str__(self) -> str:
        return f"no {self.kind} is called {self.name[:200]!r} here"


def show(bench: Bench, page: Page, ask: Ask, manner: Manner, folder: str) -> Shown:
    """The page, or the one that says that there is nothing of this name, with names that come near."""
    desk = Desk(bench, Directory.of(bench, folder))
    try:
        return shown(page.template, page.model(desk, ask), manner, ask=ask)
    except Missing as missing:
        if manner.form == "json" and ask.id:
            # `/entity/a.json` may be the page of a thing called `a.json`.
            with contextlib.suppress(Missing):
                named = page.model(desk, replace(ask, id=ask.id + links.JSON))
                return shown(page.template, named, replace(manner, form="html"), ask=ask)
        return shown("missing.html", _missing(desk, missing), manner, NOT_FOUND)


def shown(template: str, model: Model, manner: Manner, status: int = 200, ask: Ask = NOBODY) -> Shown:
    """The model in one of its two forms; as HTML with a link to its twin, where `ask` gives the page's own address."""
    if manner.form == "json":
        body = json.dumps(model, ensure_ascii=False).encode("utf-8", "replace")
    else:
        twin = links.twin(ask.address) if ask.address else ""
        body = render(template, {**model, "twin": twin, "judge": ask.judge, "here": ask.address})
    return Shown(status, manner.form, *packed(body, manner.gzip))


def nothing(desk: Desk, ask: Ask) -> Model:  # noqa: ARG001  (what a page's model is made from)
    """The model of the page for addresses that are no page's."""
    raise Missing("page", ask.id)


def _missing(desk: Desk, missing: Missing) -> Model:
    words, cards = re.sub(r"[-_/+]", " ", missing.name[:200]), Cards(desk.bench.store)
    return {
        "title": f"No such {missing.kind}",
        "kind": missing.kind,
        "name": missing.name,
        "near": [{**hit.model(), **cards.cls(hit.type)} for hit in desk.directory.find(words, NEAR)],
    }
