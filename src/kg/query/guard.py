"""What a query may not do: change the store, or reach outside it.

The engine calls other servers for SERVICE and has no switch against it, nor a parser of its own to ask. Its grammar
needs no space around a keyword (`trueSERVICE<u>{}` is one), so any `service` that is left once names, strings and
comments are out of the way counts as the keyword.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from kg.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<iri><[A-Za-z][A-Za-z0-9+.-]*://[^<>"{}|^`\\\s]*>)
    | (?P<unclear><[^<>\s]*[#'"\\][^<>]*>)
    | (?P<comment>\#[^\n\r]*)
    | (?P<variable>[?$][A-Za-z0-9_]+)
    | (?P<name>(?<![A-Za-z0-9_.-])[A-Za-z][A-Za-z0-9]*:[A-Za-z0-9_][A-Za-z0-9_-]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_PROLOGUE = re.compile(r"\s*(?:BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)", re.IGNORECASE)
_UPDATE = re.compile(r"\s*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE)
_ALLOWED = re.compile(r"service\s*(?:silent\s*)?<\x00 *>")
_NOT_BREAK = re.compile(r"[^\r\n]")
_FILE = re.compile(r"<\s*file:", re.IGNORECASE)
_NAMES_GRAPHS = re.compile(r"from|using", re.IGNORECASE)


def check(text: str, prefixes: Collection[str]) -> None:
    """Raises QueryError where the query is an update, calls another server, or names files.

    `prefixes` are those that the query need not declare.
    """
    update = _UPDATE.match(_after_prologue(text))
    if update:
        raise QueryError(
            f"got an update ({update[1].upper()}), expected a query (SELECT, ASK, CONSTRUCT or DESCRIBE): kg query "
            "only reads; change a store with kg build and kg remove"
        )
    refuse_service(text, prefixes)
    refuse_files(text)


def refuse_files(text: str) -> None:
    """Raises QueryError where the query or update names graphs by file: IRIs."""
    # The engine takes such an IRI for a name and opens no file; another engine would, so that nobody may rely on it.
    if _FILE.search(text) and _NAMES_GRAPHS.search(without(text, ())):
        raise QueryError("FROM <file:...> is refused: graphs are those of this store; a query reads no file")


def refuse_service(text: str, prefixes: Collection[str], hosts: Collection[str] = ()) -> None:
    """Raises QueryError where the query or update calls another server than these hosts, or might."""
    if "service" not in text.lower():
        return
    if "\x00" in text:
        raise QueryError("got a NUL character, which no query holds; take it out")
    # A prefix of the query's own may be such that the engine reads `p:SERVICE` as `p:` and the keyword; ours are not.
    bare = without(text, () if "prefix" in text.lower() else prefixes, hosts).lower()
    if "service" in _ALLOWED.sub(" ", bare):
        wanted = f"a full IRI of {', '.join(sorted(hosts))}, or " if hosts else ""
        raise QueryError(
            f"SERVICE is refused: this store calls no other server; expected {wanted}a query without it "
            "(where it is part of a name, write the name as a full IRI)"
        )
    refuse_unclear(text, "service")


def refuse_unclear(text: str, word: str) -> None:
    """Raises QueryError where `<` may open an IRI or compare two values: only the engine's parser can tell."""
    # The two readings hide different text, so that what else was found in the text proves nothing.
    if any(found.lastgroup == "unclear" for found in _TOKEN.finditer(text)):
        raise QueryError(f"`<...>` beside the word `{word}` is not a full IRI: write IRIs in full, and `< ` to compare")


def without(text: str, prefixes: Collection[str], hosts: Collection[str] = ()) -> str:
    """The text with blanks for IRIs, strings, comments, variables and the names that have one of these prefixes.

    It keeps its length and its lines. An IRI leaves `<   >`, with a NUL (which no IRI holds) for one of these hosts.
    """

    def blank(found: re.Match[str]) -> str:
        known = found.lastgroup != "name" or found[0].split(":")[0] in prefixes
        if found.lastgroup == "unclear" or not known:
            return found[0]
        if found.lastgroup == "iri":
            mark = "\x00" if _host(found[0]) in hosts else " "
            return f"<{mark}{' ' * (len(found[0]) - 3)}>"
        return _NOT_BREAK.sub(" ", found[0])

    return _TOKEN.sub(blank, text)


def _host(iri: str) -> str:
    try:
        address = urlsplit(iri.strip("<>"))
        return (address.hostname or "") if address.scheme in ("http", "https") and "@" not in address.netloc else ""
    except ValueError:
        return ""


def _after_prologue(text: str) -> str:
    rest = re.sub(r"(?m)^\s*#.*$", "", text)
    while found := _PROLOGUE.match(rest):
        rest = rest[found.end() :]
    return rest
