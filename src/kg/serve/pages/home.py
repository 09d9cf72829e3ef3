"""Home: what the store holds, what is new in it, and ways to go on from there."""

from __future__ import annotations

from kg.query.questions import questions
from kg.serve.pages import links
from kg.serve.pages.cards import Cards
from kg.serve.pages.page import Ask, Desk, Model

NEWEST = 8
A_DOCUMENT = 2
"""Facts of one document among the newest: those of its neighbours want to be seen too."""
_NEWEST = """SELECT id FROM (SELECT number, id, ROW_NUMBER() OVER (PARTITION BY document ORDER BY number) AS place
FROM (SELECT * FROM facts WHERE modality = 'asserted' ORDER BY number LIMIT 400))
WHERE place <= ? ORDER BY number LIMIT ?"""
_BY_CLASS = "SELECT type, COUNT(*) FROM entities GROUP BY type ORDER BY COUNT(*) DESC, type"
_BY_RELATION = "SELECT relation, COUNT(*) FROM facts GROUP BY relation ORDER BY COUNT(*) DESC, relation"


def home(desk: Desk, ask: Ask) -> Model:  # noqa: ARG001  (what a page's model is made from)
    """Counts by class and relation, the newest facts, the questions."""
    cards, rows = Cards(desk.bench.store), desk.directory.rows
    classes, relations = rows.execute(_BY_CLASS).fetchall(), rows.execute(_BY_RELATION).fetchall()
    newest = [fact for (fact,) in rows.execute(_NEWEST, (A_DOCUMENT, NEWEST))]
    (documents,) = rows.execute("SELECT COUNT(*) FROM documents").fetchone()
    return {
        "title": "Home",
        "entities": sum(count for _, count in classes),
        "facts": sum(count for _, count in relations),
        "documents": documents,
        "classes": [{**cards.cls(name), "count": count, "href": links.search(cls=name)} for name, count in classes],
        "relations": [
            {"name": name, "label": cards.relation(name), "count": count, "href": links.facts(name)}
            for name, count in relations
        ],
        "newest": cards.facts(newest, 1),
        "questions": [
            {"name": one.name, "title": one.title, "description": one.description, "href": links.question(one.name)}
            for one in questions().values()
        ],
    }
