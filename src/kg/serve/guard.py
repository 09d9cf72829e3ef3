"""What a query or an update may not do here: call another server, load a document, name a file.

`kg.query.guard` knows how the engine reads keywords; what stands here is what an endpoint allows beyond `kg query`:
updates, and datasets named by FROM and USING. Raises Refusals: 403 for what is forbidden, 400 for what is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.errors import QueryError
from kg.query.guard import refuse_files, refuse_service, refuse_unclear, without
from kg.serve.refusals import BAD_REQUEST, FORBIDDEN, Refusal

_SILENT_LOAD = re.compile(r"load\s*silent\s*<[^<>]*>(?:\s*into\s*graph\s*<[^<>]*>)?", re.IGNORECASE)
_NOTHING = "INSERT DATA {}"
_DATASET = re.compile(r"(?<![\w:?$-])(USING|WITH)", re.IGNORECASE)
_WHERE = re.compile(r"\}(\s*)WHERE(?=\s*\{)", re.IGNORECASE)
_SHORT = re.compile(r"DELETE\s*WHERE", re.IGNORECASE)


def check(text: str, prefixes: Collection[str], hosts: Collection[str]) -> None:
    """Refuses a query that calls another server than these hosts, or names a file as its graph."""
    try:
        refuse_service(text, prefixes, hosts)
        refuse_files(text)
    except QueryError as error:
        raise Refusal(FORBIDDEN, str(error)) from error


def harmless(text: str, prefixes: Collection[str], hosts: Collection[str]) -> str:
    """The update as it may run: a LOAD SILENT does nothing, as one that fails would; any other LOAD is refused."""
    check(text, prefixes, hosts)
    if "load" not in text.lower():
        return text
    _forbid_unclear(text, "load")
    known = () if "prefix" in text.lower() else prefixes
    for call in reversed(list(_SILENT_LOAD.finditer(without(text, known)))):
        text = text[: call.start()] + _NOTHING + text[call.end() :]
    if "load" in without(text, known).lower():
        raise Refusal(
            FORBIDDEN,
            "LOAD is refused: this store fetches no document; send the graph itself to the Graph Store (PUT or POST "
            "/graphs?graph=IRI); where `load` is part of a name, write the name as a full IRI",
        )
    return text


def with_dataset(text: str, default: Collection[str], named: Collection[str]) -> str:
    """The update with the graphs of `using-graph-uri` and `using-named-graph-uri` as its USING clauses.

    A Refusal (400) where the update has clauses of its own, or no place for any.
    """
    if not default and not named:
        return text
    _forbid_unclear(text, "using-graph-uri")
    outer = _outermost(without(text, ()))
    clash = _DATASET.search(outer)
    if clash:
        raise Refusal(
            BAD_REQUEST,
            f"got {clash[1].upper()} in the update and using-graph-uri or using-named-graph-uri beside it, expected "
            "one of the two",
        )
    if _SHORT.search(outer):
        raise Refusal(BAD_REQUEST, "DELETE WHERE takes no using-graph-uri; write DELETE {...} WHERE {...}")
    clauses = "".join([f" USING <{iri}>" for iri in default] + [f" USING NAMED <{iri}>" for iri in named])
    for place in reversed([found.end(1) for found in _WHERE.finditer(outer)]):
        text = f"{text[:place]}{clauses} {text[place:]}"
    return text


def _forbid_unclear(text: str, word: str) -> None:
    try:
        refuse_unclear(text, word)
    except QueryError as error:
        raise Refusal(BAD_REQUEST, str(error)) from error


def _outermost(bare: str) -> str:
    """The text with blanks for all inside braces, braces kept, of the same length."""
    depth, kept = 0, []
    for character in bare:
        depth -= character == "}"
        kept.append(character if depth <= 0 or (character in "{}" and depth == 0) else " ")
        depth += character == "{"
    return "".join(kept)
