"""`kg query`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.options import PATH
from kg.cli.place import place_options
from kg.query import FORMATS, Answer, Question, ask, questions
from kg.remote.place import Place


@click.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", type=PATH, metavar="FILE", help="Read the query from a file; - is standard input.")
@click.option("-n", "--name", metavar="QUESTION", help="Ask a question that kg knows by name.")
@click.option("-p", "--set", "given", multiple=True, metavar="NAME=VALUE", help="Set a parameter of a named question.")
@click.option("-l", "--list", "list_them", is_flag=True, help="List the named questions; with --name, show that one.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to write the answer."
)
@place_options
def query(
    sparql: str | None,
    file: Path | None,
    name: str | None,
    given: tuple[str, ...],
    list_them: bool,
    form: str,
    place: Place,
) -> None:
    """Ask a store a question, in SPARQL or by name. It only reads.

    Prefixes need no declaration: kg: is the ontology, id: entities, and rdf:, rdfs:, skos:, prov:, dcterms:, xsd: are
    what they always are.

    \b
    Examples:
      kg query 'SELECT ?name WHERE { ?who kg:ceoOf ?firm . ?who rdfs:label ?name }'
      kg query --list
      kg query --name fines-by-regulator --format csv > fines.csv
      kg query -f question.rq --format json
    """
    if list_them:
        _list(name)
        return
    text = _text(sparql, file, name, given)
    with place.open() as store:
        _write(ask(store, text), form)


def _text(sparql: str | None, file: Path | None, name: str | None, given: Sequence[str]) -> str:
    if sum(source is not None for source in (sparql, file, name)) != 1:
        raise click.UsageError("expected one question: SPARQL, --file FILE or --name QUESTION; see `kg query --help`")
    if given and name is None:
        raise click.UsageError("--set goes with --name")
    if name is not None:
        return _named(name).filled(dict(_pair(one) for one in given))
    return sparql if sparql is not None else _read(file or Path("-"))


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"--file {file}: cannot be read ({error})") from error


def _named(name: str) -> Question:
    known = questions()
    if name not in known:
        raise click.UsageError(f"no question is called {name!r}; kg knows {', '.join(known)}")
    return known[name]


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise click.UsageError(f"--set {given}: expected NAME=VALUE")
    return name, value


def _list(name: str | None) -> None:
    if name is not None:
        click.echo(_named(name).sparql.rstrip())
        return
    width = max(map(len, questions()))
    for question in questions().values():
        click.echo(f"{question.name:<{width}}  {question.title}")
        for parameter in question.parameters:
            click.echo(f"{'':<{width}}    --set {parameter.name}=...  {parameter.about}")


def _write(answer: Answer, form: str) -> None:
    if form != "table":
        click.echo(answer.serialize(form), nl=False)
    elif answer.kind == "rows" and sys.stdout.isatty():
        from kg.cli.terminal import output, table  # noqa: PLC0415  (rich: a piped answer does without)

        output().print(table(answer.variables, [list(row.values()) for row in answer]))
    else:
        click.echo(answer.text(), nl=False)
