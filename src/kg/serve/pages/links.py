"""Links: every address within the site is made here, and here alone it is decided which ones lead out of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

from kg.serve.pages.files import file

STATIC = "/static"
JSON = ".json"
SIGN_IN, SIGN_OUT, JUDGE, UNDO = "/judge", "/judge/out", "/judge/pair", "/judge/undo"


def home() -> str:
    return "/"


def search(words: str = "", cls: str = "", page: int = 1) -> str:
    """Entities with a name like `words`, or all of them; of one class, if it is given."""
    return _with("/search", q=words, type=cls, page=_page(page))


def facts(relation: str = "", modality: str = "", page: int = 1) -> str:
    """Facts, the newest first."""
    return _with("/facts", relation=relation, modality=modality, page=_page(page))


def documents(page: int = 1) -> str:
    return _with("/documents", page=_page(page))


def entity(identifier: str, relation: str = "", way: str = "", page: int = 1) -> str:
    """An entity; with a relation and the end that the entity is of it (`out`, `in`), all of these facts."""
    return _with(f"/entity/{_part(identifier)}", relation=relation, way=way, page=_page(page))


def document(identifier: str, fact: str = "") -> str:
    """A document; with a fact, the first sentence that says it."""
    return f"/document/{_part(identifier)}" + (f"#said-{_part(fact)}" if fact else "")


def fact(local: str) -> str:
    return f"/fact/{_part(local)}"


def graph(*identifiers: str) -> str:
    """The drawing that starts from these entities."""
    return "/graph" + ("?" + urlencode([("e", one) for one in identifiers]) if identifiers else "")


def question(name: str, values: Mapping[str, str] | None = None) -> str:
    return _with(f"/question/{_part(name)}", **(values or {}))


def editor(sparql: str = "") -> str:
    return _with("/query", query=sparql)


def doubts(page: int = 1) -> str:
    """Names that may be one thing's."""
    return _with("/doubts", page=_page(page))


def judgements(page: int = 1) -> str:
    """What was judged of names."""
    return _with("/judgements", page=_page(page))


def sign_in(back: str = "") -> str:
    """Where who may judge shows the token; then it goes on at the address `back`, of this site."""
    return _with(SIGN_IN, back=back)


def inside(address: str) -> str:
    """An address of this site as it is; the first page for any other."""
    sound = address.startswith("/") and address[1:2] not in ("/", "\\") and address.isprintable()
    return address if sound else home()


def endpoint() -> str:
    return "/sparql"


def static(name: str) -> str:
    """A file of the package; its address changes with its content, so that browsers may keep it for ever."""
    found = file(name)
    return f"{STATIC}/{name}?v={found.digest if found else ''}"


def twin(address: str) -> str:
    """The same page as JSON."""
    path, mark, query = address.partition("?")
    return ("/index" if path == "/" else path) + JSON + mark + query


def outside(address: str) -> str:
    """An address of the web that may be a link; empty for a path, a script and anything else."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""


def _part(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _page(number: int) -> str:
    return str(number) if number > 1 else ""


def _with(path: str, **values: str) -> str:
    given = {name: value for name, value in values.items() if value}
    return f"{path}?{urlencode(given, errors='replace')}" if given else path
