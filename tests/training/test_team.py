"""Processes that share each step learn from the mean of what each has seen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="only those who train need torch")

TRAINING = Path(__file__).parents[2] / "training"
PROCESS = """
import torch
from team import Team

team = Team.joined()
net = torch.nn.Linear(3, 2)
torch.nn.init.zeros_(net.weight)
for step in range(2):
    net.weight.grad, net.bias.grad = torch.full((2, 3), float(team.rank + step)), None
    team.average(net)
    assert net.weight.grad.tolist() == [[0.5 + step] * 3] * 2, net.weight.grad
    assert net.bias.grad.tolist() == [0.0, 0.0], net.bias.grad
assert team.part([1, 2, 3]) == ([1, 3], [2])[team.rank]
"""


def test_the_gradients_of_two_processes_become_their_mean() -> None:
    command = ["-m", "torch.distributed.run", "--nproc-per-node", "2", "--master-port", "29507", "--no-python"]
    environment = {**os.environ, "PYTHONPATH": str(TRAINING), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, *command, sys.executable, "-c", PROCESS],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
