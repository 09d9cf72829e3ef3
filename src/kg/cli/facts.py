"""Facts as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.table import Table
from rich.text import Text

from kg.cli.terminal import cell, table
from kg.model import Entity, Fact, Literal, Modality
from kg.records import qualifier_record

MODALITY_STYLE = {
    Modality.PLANNED: "cyan",
    Modality.RUMOURED: "yellow",
    Modality.HYPOTHETICAL: "yellow",
    Modality.NEGATED: "red",
}


def fact_table(facts: Iterable[Fact], entities: Iterable[Entity]) -> Table:
    """A row a fact: its ends by name, its relation, what qualifies it."""
    names = {entity.id: entity.name for entity in entities}
    return table(("subject", "relation", "object", "details"), [_row(fact, names) for fact in facts])


def end_name(end: str | Literal, names: Mapping[str, str]) -> str:
    """An end of a fact as people read it."""
    return (end.text or end.lexical) if isinstance(end, Literal) else names[end]


def details(fact: Fact) -> Text:
    """The qualifiers in one line, the modality first where the fact is not asserted."""
    modality = fact.qualifiers.modality
    said = Text(modality.value, style=MODALITY_STYLE[modality]) if not fact.asserted else Text()
    for name, value in qualifier_record(fact.qualifiers).items():
        if name != "modality":
            said.append("; " if said else "")
            said.append(_shown(name), style="dim").append_text(cell(value))
    return said


def documents_of(fact: Fact) -> list[str]:
    """Ids of the documents that state the fact, sorted."""
    return sorted({one.document for one in fact.evidence})


def _shown(name: str) -> str:
    return {"title": "", "amount": "", "startDate": "from ", "endDate": "until ", "date": "on "}.get(name, f"{name} ")


def _row(fact: Fact, names: Mapping[str, str]) -> list[Text]:
    return [
        cell(names[fact.subject], "bold"),
        cell(fact.predicate, "green"),
        cell(end_name(fact.object, names), "bold"),
        details(fact),
    ]
