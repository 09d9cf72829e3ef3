"""`kg demo`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import click
from rich.console import Console
from rich.syntax import Syntax
from rich.text import Text

from kg.cli.facts import documents_of, fact_table
from kg.cli.options import PATH
from kg.cli.terminal import cell, count, output, progress, table, warn
from kg.documents import read_sources
from kg.errors import InputError
from kg.export import export
from kg.graph.store import Store
from kg.model import Document, Knowledge, Qualifiers
from kg.ontology import Ontology
from kg.pipeline import build
from kg.query import ask
from kg.reading import Reader
from kg.settings import Settings

TITLE = "Who was fined, by whom, how much, and who runs the firm?"
QUESTION = """\
SELECT DISTINCT ?fined ?regulator ?amount ?boss WHERE {
  ?fact rdf:predicate kg:fined ; rdf:object ?firm ; rdf:subject/rdfs:label ?regulator ; kg:modality "asserted" .
  ?firm rdfs:label ?fined .
  OPTIONAL { ?fact kg:amount ?amount }
  OPTIONAL { ?who kg:ceoOf ?firm ; rdfs:label ?boss }
}
ORDER BY ?fined ?regulator ?boss
"""
# What fits a screen; the rest is a query away.
FACTS, NAMES = 24, 4


@click.command()
@click.option("--out", type=PATH, default=Path("exports"), show_default=True, metavar="DIR", help="Where the files go.")
@click.option(
    "--store", "folder", type=PATH, default=Path("kg-demo"), show_default=True, metavar="DIR", help="The store."
)
def demo(out: Path, folder: Path) -> None:
    """See it work: reads the articles that come with kg, prints their facts, answers a question, writes two files.

    The files are OUT/demo.ttl, the graph, and OUT/demo.html, a page that shows it. The store stays, to ask it more.

    \b
    Example:
      kg demo
    """
    console = output()
    reader = Reader(Settings())
    with Store.open(folder, "write", reader.settings) as store:
        articles = list(_articles())
        with progress("Reading", len(articles)) as tick:
            built = build(articles, store, reader, tick)
        for error in built.errors:
            warn(str(error))
        known = store.reading.knowledge()
        _summary(known, len(built.outcomes), console)
        _facts(known, console)
        _joined(known, reader.ontology, console)
        _answer(store, console)
        files = [_written(store, out / name) for name in ("demo.ttl", "demo.html")]
    _next(files, folder, console)


def _articles() -> Iterator[Document | InputError]:
    """The bundled articles, named by where they stand in the package: a path of this machine would be in every file."""
    for item in read_sources([str(resources.files("kg") / "demo")]):
        yield item if isinstance(item, InputError) else replace(item, source=f"kg/demo/{item.id}.txt")


def _summary(knowledge: Knowledge, documents: int, console: Console) -> None:
    names = sum(1 + len(entity.aliases) for entity in knowledge.entities)
    found = [count(names, "name"), count(len(knowledge.entities), "entity"), count(len(knowledge.facts), "fact")]
    console.print(
        Text.assemble("Read ", (count(documents, "article"), "bold"), " offline and found ", (", ".join(found), "bold"))
    )


def _facts(knowledge: Knowledge, console: Console) -> None:
    """The facts that most documents state, of these the ones told in detail, of these the surest, by subject."""
    names = {entity.id: entity.name for entity in knowledge.entities}
    ranked = sorted(
        knowledge.facts,
        key=lambda fact: (
            -len(documents_of(fact)),
            not fact.asserted,
            fact.qualifiers == Qualifiers(),
            -fact.confidence,
        ),
    )
    shown = sorted(ranked[:FACTS], key=lambda fact: (names[fact.subject].casefold(), fact.predicate))
    console.print()
    console.print(fact_table(shown, knowledge.entities))
    if len(ranked) > FACTS:
        console.print(cell(f"... and {len(ranked) - FACTS} more", "dim"))


def _joined(knowledge: Knowledge, ontology: Ontology, console: Console) -> None:
    """People and organizations that go by most names; that a country does is no news."""
    actors = [one for one in knowledge.entities if one.aliases and not ontology.is_a(one.type, "Place")]
    known = sorted(actors, key=lambda one: (-len(one.aliases), -len(one.documents), one.id))
    console.print()
    console.print(Text("One thing, several names", style="bold cyan"))
    for entity in known[:NAMES]:
        console.print(Text.assemble("  ", cell(entity.name, "bold"), " = ", cell(" = ".join(entity.aliases))))


def _answer(store: Store, console: Console) -> None:
    console.print()
    console.print(Text.assemble(("Question  ", "bold cyan"), (TITLE, "bold")))
    console.print(Syntax(QUESTION.strip(), "sparql", theme="ansi_dark", background_color="default"))
    console.print(Text("Answer", style="bold cyan"))
    answer = ask(store, QUESTION)
    console.print(table(answer.variables, [list(row.values()) for row in answer]))
    console.print()


def _written(store: Store, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    export(store, path)
    return path


def _next(files: list[Path], folder: Path, console: Console) -> None:
    console.print(cell(f"Written: {files[0]} (the graph in Turtle), {files[1]} (open it in a browser)"))
    console.print()
    console.print(Text("Try next", style="bold cyan"))
    for command, what in (
        (f"kg show Didi --store {folder}", "one firm, with the sentence behind each fact"),
        (f"kg query --list --store {folder}", "questions that kg knows by name"),
        (f"kg query --name who-runs-what --store {folder}", "one of them"),
        ("kg build YOUR-ARTICLES/", "your own graph, in ./kg-store"),
    ):
        console.print(Text.assemble("  ", cell(f"{command:<48}", "bold"), cell(what, "dim")))
