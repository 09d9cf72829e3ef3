from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("torch", reason="only those who train need torch")

import torch

from average import mean
from finished import Finished

if TYPE_CHECKING:
    from pathlib import Path


def test_a_mean_holds_its_part_of_the_second_and_the_rest_of_the_first() -> None:
    first, second = {"matrix": torch.tensor([0.0, 10.0])}, {"matrix": torch.tensor([10.0, 10.0])}
    assert mean(first, second, 0.7)["matrix"].tolist() == [7.0, 10.0]
    assert mean(first, second, 0.0)["matrix"].tolist() == [0.0, 10.0]


def test_runs_of_different_networks_have_no_mean() -> None:
    with pytest.raises(ValueError, match="different networks"):
        mean({"matrix": torch.zeros(2)}, {"matrix": torch.zeros(3)}, 0.5)
    with pytest.raises(ValueError, match="different networks"):
        mean({"matrix": torch.zeros(2)}, {"other": torch.zeros(2)}, 0.5)


def test_a_finished_run_reads_as_it_was_written(tmp_path: Path) -> None:
    run = Finished({"matrix": torch.tensor([[1.0, 2.0]])}, {"upos": ["NOUN", "VERB"]})
    run.write(tmp_path / "run")
    found = Finished.read(tmp_path / "run")
    assert found.vocabularies == run.vocabularies
    assert torch.equal(found.tensors["matrix"], run.tensors["matrix"])
