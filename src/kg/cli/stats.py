"""`kg stats`."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import click

from kg.cli.facts import documents_of
from kg.cli.place import place_options
from kg.cli.terminal import count, output, table
from kg.graph.store import Store
from kg.remote.place import Place

Counts = dict[str, Any]


@click.command()
@click.option("--documents", is_flag=True, help="A line for each document.")
@click.option("--json", "as_json", is_flag=True, help="All counts as one JSON object.")
@place_options
def stats(documents: bool, as_json: bool, place: Place) -> None:
    """Count entities by class, facts by relation, and what each document gave.

    \b
    Examples:
      kg stats
      kg stats --documents
      kg stats --json
    """
    with place.open() as store:
        counts = _count(store)
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
    else:
        _show(counts, documents)


def _count(store: Store) -> Counts:
    entities, facts, sources = store.reading.entities(), store.reading.facts(), store.reading.sources()
    mentioned = Counter(document for entity in entities for document in entity.documents)
    said = Counter(document for fact in facts for document in documents_of(fact))
    return {
        "entities": len(entities),
        "facts": len(facts),
        "asserted": sum(fact.asserted for fact in facts),
        "corroborated": sum(fact.independent > 1 for fact in facts),
        "copies": sum(copy != first for copy, first in store.reading.copies()),
        "classes": dict(Counter(entity.type for entity in entities).most_common()),
        "relations": dict(Counter(fact.predicate for fact in facts).most_common()),
        "documents": {one.id: {"entities": mentioned[one.id], "facts": said[one.id]} for one in sources},
    }


def _show(counts: Counts, documents: bool) -> None:
    console = output()
    for name in ("classes", "relations"):
        rows = [(key, str(number)) for key, number in counts[name].items()]
        console.print(table((name, "number"), rows, numbers=("number",)))
        console.print()
    if documents:
        given = [(key, str(said["entities"]), str(said["facts"])) for key, said in counts["documents"].items()]
        console.print(table(("document", "entities", "facts"), given, numbers=("entities", "facts")))
        console.print()
    told = [
        count(len(counts["documents"]), "document"),
        count(counts["entities"], "entity"),
        count(counts["facts"], "fact"),
    ]
    console.print(f"{', '.join(told)}, {counts['asserted']} of them asserted")
    if counts["corroborated"]:
        console.print(f"{count(counts['corroborated'], 'fact')} from two or more independent sources")
    if counts["copies"]:
        console.print(f"{count(counts['copies'], 'document')} in nearly the words of another: no source of its own")
