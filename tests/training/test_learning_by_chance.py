"""What a step leaves out at random."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="only those who train need torch")

from losses import HIDDEN, MASK, with_hidden  # noqa: E402  (needs torch)
from network import DROPPED, Dropout  # noqa: E402  (needs torch)


def test_dropout_keeps_the_mean_and_leaves_out_the_share_it_names() -> None:
    torch.manual_seed(1)
    dropped = Dropout().train()(torch.ones(200, 500))
    assert dropped.mean().item() == pytest.approx(1.0, abs=0.01)
    assert (dropped == 0).float().mean().item() == pytest.approx(DROPPED / 256, abs=0.005)


def test_dropout_leaves_nothing_out_of_what_is_read_to_be_used() -> None:
    values = torch.randn(20, 30)
    assert torch.equal(Dropout().eval()(values), values)


def test_gradients_reach_only_what_was_not_left_out() -> None:
    torch.manual_seed(1)
    values = torch.ones(40, 50, requires_grad=True)
    dropped = Dropout().train()(values)
    dropped.sum().backward()
    assert torch.equal(values.grad == 0, dropped == 0)


def test_some_pieces_are_hidden_and_the_others_stay() -> None:
    torch.manual_seed(1)
    ids = torch.randint(1000, 20000, (100, 300))
    hidden = with_hidden(ids)
    assert (hidden == MASK).float().mean().item() == pytest.approx(HIDDEN, abs=0.005)
    assert torch.equal(hidden[hidden != MASK], ids[hidden != MASK])
    assert (ids != MASK).all()
