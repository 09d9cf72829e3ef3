"""A finished run as files: the weights in `last.pt`, the values of the treebanks' columns in `vocabularies.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

CHECKPOINT, VOCABULARIES = "last.pt", "vocabularies.json"


@dataclass(frozen=True)
class Finished:
    """What a run has come to."""

    tensors: dict[str, Tensor]
    """The network's weights by name."""
    vocabularies: dict[str, list[str]]
    """The values of each column of the treebanks, in the order of the heads' outputs."""

    @classmethod
    def read(cls, folder: Path) -> Finished:
        """What the folder holds.

        Raises a FileNotFoundError where one of the two files is not there.
        """
        checkpoint = torch.load(folder / CHECKPOINT, weights_only=False)
        return cls(checkpoint["net"], json.loads((folder / VOCABULARIES).read_text(encoding="utf-8")))

    def write(self, folder: Path) -> None:
        """Makes the folder a run that can be gone on from, averaged or exported."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / VOCABULARIES).write_text(json.dumps(self.vocabularies), encoding="utf-8")
        torch.save({"net": self.tensors}, folder / CHECKPOINT)
