"""`kg score`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg import ontology
from kg.score import Counts, Scores, read_records
from kg.score import score as compare

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("gold", type=_FILE)
@click.argument("predicted", type=_FILE)
@click.option("--by", type=click.Choice(["predicate", "document"]), help="A line for each, before the total.")
@click.option("--errors", "limit", type=int, default=0, metavar="N", help="Print the first N errors; -1: all.")
@click.option("--json", "as_json", is_flag=True, help="Print the total as one JSON object.")
@click.option(
    "--ontology", "folder", type=_FILE, help="Says which relations are symmetric; default: the one that kg carries."
)
def score(gold: Path, predicted: Path, by: str | None, limit: int, as_json: bool, folder: Path | None) -> None:
    """Compare the facts in PREDICTED with those in GOLD: precision, recall, F1.

    PREDICTED is what `kg extract` prints. GOLD holds a line a document: {"doc", "entities": [{"id", "name",
    "aliases"}], "facts": [{"s", "p", "o", "q", "optional"}]}, an object being an entity's id or {"literal": text}.

    \b
    Examples:
      kg extract articles/ > predicted.jsonl
      kg score gold.jsonl predicted.jsonl --by predicate --errors 20
    """
    relations = ontology.load(folder).relations
    symmetric = {name for name, relation in relations.items() if relation.symmetric}
    scores = compare(read_records(gold), read_records(predicted), symmetric)
    for name, counts in scores.grouped(by) if by else ():
        click.echo(f"{name:<18} {_rates(counts)}   found {counts.found} wrong {counts.wrong} missed {counts.missed}")
    for error in scores.errors if limit < 0 else scores.errors[:limit]:
        click.echo(error)
    if scores.unknown:
        click.echo(
            f"kg: {len(scores.unknown)} predicted documents are not in {gold}, e.g. {scores.unknown[0]}", err=True
        )
    click.echo(_as_json(scores.total) if as_json else _summary(scores))


def _rates(counts: Counts) -> str:
    return f"precision {counts.precision:.3f}  recall {counts.recall:.3f}  F1 {counts.f1:.3f}"


def _as_json(total: Counts) -> str:
    return json.dumps(
        {
            "precision": total.precision,
            "recall": total.recall,
            "f1": total.f1,
            "found": total.found,
            "wrong": total.wrong,
            "missed": total.missed,
            "duplicates": total.duplicates,
        }
    )


def _summary(scores: Scores) -> str:
    total, modality, right = scores.total, scores.modality, scores.qualifiers
    rights = ", ".join(
        f"{name} {right[name, True]}/{right[name, True] + right[name, False]}" for name in ("title", "amount")
    )
    return (
        f"documents {scores.documents}   found {total.found}  wrong {total.wrong} (duplicates {total.duplicates})  "
        f"missed {total.missed}\n"
        f"modality: seen {modality['seen']}, missed {modality['missed']}, wrongly doubted {modality['doubted']}   "
        f"qualifiers right: {rights}\n{_rates(total)}"
    )
