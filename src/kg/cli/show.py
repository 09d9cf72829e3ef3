"""`kg show`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.text import Text

from kg.cli.facts import details, documents_of, end_name
from kg.cli.place import place_options
from kg.cli.terminal import cell, count, output, table
from kg.errors import QueryError
from kg.knowledge_graph import KnowledgeGraph
from kg.model import Entity, Evidence, Fact, Merge
from kg.remote.place import Place

# Names joined with less than this are pointed out without being asked for.
SURE = 0.9
MANY = 15


@click.command()
@click.argument("name")
@click.option("--why", is_flag=True, help="Say why names were joined, and how sure each fact is.")
@place_options
def show(name: str, why: bool, place: Place) -> None:
    """What the graph says of NAME (a name, an alias or an id), with the sentence behind each fact.

    Where several things have that name, the most mentioned one is shown and the others are listed. Names that were
    joined without much certainty are pointed out.

    \b
    Examples:
      kg show Didi
      kg show 'Cyberspace Administration' --why
    """
    console = output()
    with KnowledgeGraph(place.open()) as graph:
        named, found = graph.named(name), graph.find(name)
        if not found:
            raise QueryError(f"{place} knows no {name!r}; `kg query --name most-connected` lists what it knows best")
        if named or len(found) == 1:
            _show(graph, found[0], why, console)
            _list(found[1:], "Also of this name:", console)
        else:
            _list(found, "Several things have such a name; show one by its id:", console)


def _list(found: Sequence[Entity], title: str, console: Console) -> None:
    if not found:
        return
    rows = [(one.id, one.type, one.name, ", ".join(one.aliases)) for one in found[:MANY]]
    console.print(Text(f"\n{title}"))
    console.print(table(("id", "class", "name", "also"), rows))
    if len(found) > MANY:
        console.print(cell(f"... and {len(found) - MANY} more", "dim"))


def _show(graph: KnowledgeGraph, entity: Entity, why: bool, console: Console) -> None:
    console.print(
        Text.assemble(cell(entity.name, "bold"), "  ", cell(entity.type, "green"), "  ", cell(entity.id, "dim"))
    )
    if entity.aliases:
        console.print(cell(f"also {', '.join(entity.aliases)}"))
    _merges(entity.merges, why, console)
    console.print(cell(f"in {', '.join(entity.documents)}", "dim"))
    names = {one.id: one.name for one in graph.entities}
    reading = graph.store.reading
    for fact in [*reading.facts(subject=entity.id), *reading.facts(target=entity.id)]:
        console.print()
        _fact(fact, names, why, console)


def _merges(merges: Iterable[Merge], why: bool, console: Console) -> None:
    for merge in merges:
        if why or merge.score < SURE:
            sure = "" if merge.score >= SURE else "unsure: "
            said = f"{sure}{merge.name} = {merge.other}"
            reasons = f"  {merge.score:.2f}  {'; '.join(merge.reasons)}"
            console.print(Text.assemble(cell(said, "" if not sure else "yellow"), cell(reasons, "dim")))


def _fact(fact: Fact, names: dict[str, str], why: bool, console: Console) -> None:
    line = Text.assemble(
        cell(names[fact.subject]), " ", cell(fact.predicate, "bold green"), " ", cell(end_name(fact.object, names))
    )
    said = details(fact)
    if said:
        line.append("  ").append_text(said)
    if why:
        line.append(f"  {fact.confidence:.2f}", style="dim")
    documents = len(documents_of(fact))
    if fact.independent < documents:
        line.append(f"  {documents} documents, {count(fact.independent, 'independent source')}", style="dim")
    console.print(line)
    for evidence in fact.evidence:
        console.print(_quote(evidence, why))


def _quote(evidence: Evidence, why: bool) -> Text:
    place = f"  {evidence.document}"
    if why:
        place += f" {evidence.span.start}-{evidence.span.end}, by {evidence.extractor}, {evidence.score:.2f}"
    return Text.assemble("  ", cell(f"“{' '.join(evidence.quote.split())}”", "italic"), cell(place, "dim"))
