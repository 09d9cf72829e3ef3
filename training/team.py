"""Processes that train one network together: each reads its share of every step."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, distributed, nn

MEMORY = Path("/dev/shm")
SHARED = MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())
"""Where a file lies that processes share memory by."""


@dataclass(frozen=True)
class Board:
    """What the processes show each other."""

    rows: Tensor
    """Memory that all share: a row for each process."""
    mean: Tensor
    """This process's own room for the mean of the rows."""


@dataclass
class Team:
    """The processes of one machine that share each step."""

    size: int
    rank: int
    """This one's number."""
    board: Board | None = None
    """Once something was averaged."""

    @classmethod
    def joined(cls) -> Team:
        """The team that `torchrun` started this process for; alone without it."""
        if "RANK" not in os.environ:
            return cls(1, 0)
        distributed.init_process_group("gloo")
        return cls(distributed.get_world_size(), distributed.get_rank())

    def part(self, step: list[Any]) -> list[Any]:
        """This process's share of a step: all of one that is too small to share."""
        return step[self.rank :: self.size] or step

    def average(self, net: nn.Module) -> None:
        """Makes the gradients the mean of all processes'."""
        if self.size == 1:
            return
        learnt = [parameter for parameter in net.parameters() if parameter.requires_grad]
        own = [torch.zeros_like(p) if p.grad is None else p.grad for p in learnt]
        self.board = board = self.board or self.shared_board(sum(gradient.numel() for gradient in own))
        torch.cat([gradient.flatten() for gradient in own], out=board.rows[self.rank])
        distributed.barrier()
        torch.mean(board.rows, 0, out=board.mean)
        distributed.barrier()
        for parameter, mean in zip(learnt, board.mean.split([p.numel() for p in learnt]), strict=True):
            parameter.grad = mean.view_as(parameter)

    def shared_board(self, columns: int) -> Board:
        """A board with so many columns, which all processes have to ask for at the same time."""
        path = SHARED / f"kg-training-{os.environ['MASTER_PORT']}"
        rows = torch.from_file(str(path), shared=True, size=self.size * columns).view(self.size, columns)
        distributed.barrier()
        path.unlink(missing_ok=True)
        return Board(rows, torch.empty(columns))
