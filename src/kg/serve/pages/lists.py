"""Lists: entities by name or class, facts by date, documents by date."""

from __future__ import annotations

from typing import Any

from kg.graph.reading import Source
from kg.serve.pages import links
from kg.serve.pages.cards import Cards, source_card
from kg.serve.pages.directory import Hit
from kg.serve.pages.page import Ask, Desk, Model
from kg.serve.pages.paging import LISTED, offset, pages

SUGGESTED = 8


def search(desk: Desk, ask: Ask) -> Model:
    """Entities with a name like `q`; without one, all of a class, those with most facts first."""
    words, cls, page = ask.values.get("q", "").strip(), ask.values.get("type", ""), ask.number()
    cards = Cards(desk.bench.store)
    if words:
        most = SUGGESTED if ask.values.get("few") else LISTED
        hits = [hit for hit in desk.directory.find(words, most) if not cls or hit.type == cls]
        paged = pages(len(hits), 1, lambda _: "")
    else:
        hits, total = _listed(desk, cls, page)
        paged = pages(total, page, lambda number: links.search(cls=cls, page=number))
    label = cards.cls(cls)["label"] if cls else ""
    return {
        "title": f"Search: {words}" if words else f"Entities: {label}" if label else "Entities",
        "words": words,
        "cls": label,
        "hits": [{**hit.model(), **cards.cls(hit.type)} for hit in hits],
        **paged,
    }


def facts(desk: Desk, ask: Ask) -> Model:
    """Facts, the newest first; of one relation or modality, where the request names one."""
    relation, modality = ask.values.get("relation", ""), ask.values.get("modality", "")
    given = {name: value for name, value in (("relation", relation), ("modality", modality)) if value}
    where, values, page = " AND ".join(["1", *(f"{name} = ?" for name in given)]), list(given.values()), ask.number()
    (total,) = desk.directory.rows.execute(f"SELECT COUNT(*) FROM facts WHERE {where}", values).fetchone()
    text = f"SELECT id FROM facts WHERE {where} ORDER BY number LIMIT ? OFFSET ?"
    found = desk.directory.rows.execute(text, [*values, LISTED, offset(page)])
    cards = Cards(desk.bench.store)
    return {
        "title": f"Facts: {cards.relation(relation)}" if relation else "Facts",
        "relation": relation,
        "modality": modality,
        "relations": [{**one, "label": cards.relation(one["name"])} for one in _counted(desk, "relation")],
        "modalities": _counted(desk, "modality"),
        "facts": cards.facts([fact for (fact,) in found], 1),
        **pages(total, page, lambda number: links.facts(relation, modality, number)),
    }


def documents(desk: Desk, ask: Ask) -> Model:
    """Documents, the newest first."""
    page = ask.number()
    (total,) = desk.directory.rows.execute("SELECT COUNT(*) FROM documents").fetchone()
    text = "SELECT id, title, source, date FROM documents ORDER BY number LIMIT ? OFFSET ?"
    found = desk.directory.rows.execute(text, (LISTED, offset(page)))
    return {
        "title": "Documents",
        "documents": [source_card(Source(*row)) for row in found],
        **pages(total, page, links.documents),
    }


def _listed(desk: Desk, cls: str, page: int) -> tuple[list[Hit], int]:
    where, values = ("type = ?", [cls]) if cls else ("1", [])
    (total,) = desk.directory.rows.execute(f"SELECT COUNT(*) FROM entities WHERE {where}", values).fetchone()
    text = f"SELECT id, name, type, facts, name FROM entities WHERE {where} ORDER BY number LIMIT ? OFFSET ?"
    found = desk.directory.rows.execute(text, [*values, LISTED, offset(page)])
    return [Hit(*row) for row in found], total


def _counted(desk: Desk, column: str) -> list[dict[str, Any]]:
    text = f"SELECT {column}, COUNT(*) FROM facts GROUP BY {column} ORDER BY {column}"
    return [{"name": name, "count": count} for name, count in desk.directory.rows.execute(text)]
