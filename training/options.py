"""What the command line of `train.py` says."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """The command line."""

    weights: Path
    data: Path
    run: Path
    start: Path | None
    epochs: int
    tree_epochs: float
    rate: float
    head_rate: float
    all: bool
    round: bool
    trees_only: bool
    share: dict[str, float]
    stop: int | None
    seed: int


def options_of_command_line(about: str | None) -> Options:
    """The parsed command line of a script that says this about itself."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="model.safetensors of the MiniLM encoder")
    parser.add_argument("--data", type=Path, default=Path(__file__).parent / "data")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a finished run whose weights to go on from")
    parser.add_argument("--epochs", type=int, default=12, help="passes over the stories")
    parser.add_argument("--tree-epochs", type=float, default=3.0, help="passes over the treebanks")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--all", action="store_true", help="train on the dev part too")
    parser.add_argument("--round", action="store_true", help="learn for int8: round inputs and matrices on the way")
    parser.add_argument("--trees-only", action="store_true", help="teach the heads for trees alone, on the treebanks")
    about_share = "how much of a partly annotated source an epoch sees, such as coreference=0.3"
    parser.add_argument("--share", type=share, action="append", default=[], metavar="SOURCE=PART", help=about_share)
    parser.add_argument("--stop", type=int, help="end after this many epochs of the planned ones")
    parser.add_argument("--seed", type=int, default=1)
    found = vars(parser.parse_args())
    return Options(**{**found, "share": dict(found["share"])})


def share(text: str) -> tuple[str, float]:
    """A source and how much of it an epoch sees."""
    source, part = text.split("=")
    return source, float(part)
