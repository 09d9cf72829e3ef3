"""Writes the mean of the weights of two runs, of which the second went on from the first.

    python training/average.py --runs training/runs/sixth training/runs/seventh --part 0.7 --run training/runs/mean

What the second run learnt is kept where it is worth most, and what it forgot comes back (WiSE-FT, Wortsman 2022).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from finished import Finished


def mean(first: dict[str, Tensor], second: dict[str, Tensor], part: float) -> dict[str, Tensor]:
    """Of each tensor `part` (0 to 1) of the second run's and the rest of the first's.

    Raises a ValueError where the two do not hold tensors of the same names and shapes.
    """
    shapes = [{name: tensor.shape for name, tensor in weights.items()} for weights in (first, second)]
    if shapes[0] != shapes[1]:
        raise ValueError("the two runs are of different networks: average a run with one that it went on from")
    return {name: torch.lerp(first[name], tensor, part) for name, tensor in second.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=Path, nargs=2, required=True, metavar=("FIRST", "SECOND"))
    parser.add_argument("--part", type=float, required=True, help="of the second run, from 0 to 1")
    parser.add_argument("--run", type=Path, required=True, help="folder to write the mean into")
    options = parser.parse_args()
    first, second = map(Finished.read, options.runs)
    Finished(mean(first.tensors, second.tensors, options.part), second.vocabularies).write(options.run)


if __name__ == "__main__":
    main()
