"""The relation table of the README, generated so that it cannot fall behind kg.ttl."""

from __future__ import annotations

from kg.ontology.terms import Relation
from kg.ontology.view import Ontology

HEAD = "| predicate | subject → object | meaning | qualifiers |\n| --- | --- | --- | --- |"


def relation_table(ontology: Ontology) -> str:
    """Markdown: a heading and a table for each topic, in the order of kg.ttl; no newline at the end.

    Qualifiers that every relation takes (dates) are left out.
    """
    topics = dict.fromkeys(relation.topic for relation in ontology.relations.values())
    return "\n\n".join(_topic_table(ontology, topic) for topic in topics)


def _topic_table(ontology: Ontology, topic: str) -> str:
    shared = frozenset[str].intersection(*(frozenset(relation.qualifiers) for relation in ontology.relations.values()))
    rows = [_row(relation, shared) for relation in ontology.relations.values() if relation.topic == topic]
    return "\n".join([f"**{topic}**", "", HEAD, *rows])


def _row(relation: Relation, shared: frozenset[str]) -> str:
    arrow = "↔" if relation.symmetric else "→"
    ends = f"{_alternatives(relation.domain)} {arrow} {_alternatives(relation.range)}"
    qualifiers = ", ".join(f"`{name}`" for name in relation.qualifiers if name not in shared)
    return f"| `{relation.name}` | {ends} | {relation.definition} | {qualifiers} |".replace("\n", " ")


def _alternatives(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
