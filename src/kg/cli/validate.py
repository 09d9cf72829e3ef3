"""`kg validate`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from kg.cli.place import place_options
from kg.cli.terminal import output, progress, table
from kg.graph.store import Store
from kg.graph.validate import Report
from kg.graph.validate import validate as check
from kg.remote.place import Place


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object, with full IRIs.")
@place_options
def validate(as_json: bool, place: Place) -> None:
    """Check the graph against the SHACL shapes of its ontology; exit with 1 where it breaks one.

    \b
    Examples:
      kg validate
      kg validate --store my-store --json
    """
    with place.open() as store:
        with progress("Checking"):
            report = check(store)
        if as_json:
            click.echo(json.dumps(asdict(report), ensure_ascii=False))
        else:
            _show(report, store, place)
    if not report.conforms:
        raise click.exceptions.Exit(1)


def _show(report: Report, store: Store, place: Place) -> None:
    if report.violations:
        base, namespace = store.settings.base, store.ontology.namespace
        rows = [
            (one.node.removeprefix(base), one.path.removeprefix(namespace), one.value.removeprefix(base), one.message)
            for one in report.violations
        ]
        output().print(table(("thing", "property", "value", "rule"), rows))
    if report.conforms:
        click.echo(f"{place} keeps every rule of its ontology.")
    else:
        click.echo(f"{place} breaks a rule of its ontology in {len(report.violations)} places.")
