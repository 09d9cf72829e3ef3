import pytest

pytest.importorskip("torch", reason="only those who train need torch")

import torch

from layers import WIDTH, Added, Layer

NOTHING_HIDDEN = torch.zeros(1, 1, 1, 1)


def test_an_added_layer_begins_with_changing_nothing_and_can_learn() -> None:
    torch.manual_seed(1)
    added, states = Added(), torch.randn(2, 5, WIDTH)
    added.start_from(Layer())
    given = added(states, NOTHING_HIDDEN)
    assert torch.equal(given, states)
    given.square().sum().backward()
    assert added.out.weight.grad is not None and added.out.weight.grad.abs().max() > 0


def test_a_layer_sees_every_piece_but_the_hidden_ones() -> None:
    torch.manual_seed(1)
    layer, states = Layer(), torch.randn(1, 4, WIDTH)
    other = states.clone()
    other[0, 3] += 1
    hidden = torch.tensor([0.0, 0.0, 0.0, -1e4]).view(1, 1, 1, 4)
    assert not torch.allclose(layer(states, NOTHING_HIDDEN)[0, 0], layer(other, NOTHING_HIDDEN)[0, 0])
    assert torch.allclose(layer(states, hidden)[0, :3], layer(other, hidden)[0, :3])
