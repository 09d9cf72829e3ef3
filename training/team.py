"""Processes that train one network together: each reads its share of every step."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import torch
from torch import distributed, nn


@dataclass(frozen=True)
class Team:
    """The processes that share each step."""

    size: int
    rank: int
    """This one's number."""

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
        flat = torch.cat([gradient.flatten() for gradient in own])
        distributed.all_reduce(flat)
        parts = (flat / self.size).split([p.numel() for p in learnt])
        for parameter, mean in zip(learnt, parts, strict=True):
            parameter.grad = mean.view_as(parameter)
