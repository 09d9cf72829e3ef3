"""`kg validate`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli.options import store_option
from kg.cli.terminal import output, progress, table
from kg.graph.store import Store
from kg.graph.validate import Report
from kg.graph.validate import validate as check


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object, with full IRIs.")
@store_option
def validate(as_json: bool, folder: Path) -> None:
    """Check the graph against the SHACL shapes of its ontology; exit with 1 where it breaks one.

    \b
    Examples:
      kg validate
      kg validate --store my-store --json
    """
    with Store.open(folder) as store:
        with progress("Checking"):
            report = check(store)
        if as_json:
            click.echo(json.dumps(asdict(report), ensure_ascii=False))
        else:
            _show(report, store)
    if not report.conforms:
        raise click.exceptions.Exit(1)


def _show(report: Report, store: Store) -> None:
    if report.violations:
        base, namespace = store.settings.base, store.ontology.namespace
        rows = [
            (one.node.removeprefix(base), one.path.removeprefix(namespace), one.value.removeprefix(base), one.message)
            for one in report.violations
        ]
        output().print(table(("thing", "property", "value", "rule"), rows))
    if report.conforms:
        click.echo(f"{store.path} keeps every rule of its ontology.")
    else:
        click.echo(f"{store.path} breaks a rule of its ontology in {len(report.violations)} places.")
