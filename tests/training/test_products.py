"""Products in bfloat16 teach what those in floating point teach."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="only those who train need torch")

import products  # noqa: E402  (needs torch)


@pytest.mark.parametrize("rows", [(1, 3), (2, 67), (5, 100)])
def test_a_brief_product_and_its_gradients_are_nearly_the_full_ones(rows: tuple[int, int]) -> None:
    torch.manual_seed(1)
    layer, x = products.Linear(40, 24), torch.randn(*rows, 40)
    answers = []
    for brief in (False, True):
        layer.brief, given = brief, x.clone().requires_grad_()
        layer.zero_grad()
        result = layer(given)
        result.square().sum().backward()
        answers.append([result, given.grad, layer.weight.grad.clone(), layer.bias.grad.clone()])
    for full, short in zip(*answers, strict=True):
        assert full.shape == short.shape
        assert torch.nn.functional.cosine_similarity(full.flatten(), short.flatten(), 0) > 0.999


def test_without_gradients_products_are_full() -> None:
    layer, x = products.Linear(8, 4), torch.randn(64, 8)
    expected = layer(x)
    layer.brief = True
    with torch.no_grad():
        assert torch.equal(layer(x), expected)


@pytest.mark.parametrize("count", [1, 31, 32, 33, 500, 5000])
def test_rows_are_filled_up_with_zeros(count: int) -> None:
    short = products.shortened(torch.ones(count, 2))
    assert short.float().sum() == 2 * count
    assert count <= len(short) < max(1.15 * count, count + 32)


def test_rounded_products_are_the_same_in_bfloat16_but_for_their_last_digits() -> None:
    torch.manual_seed(2)
    layer, x = products.Rounding(40, 24), torch.randn(100, 40)
    layer.rounding = True
    full = layer(x)
    step, steps = products.step_of_8_bits(x), products.steps_of_7_bits(layer.weight)
    exact = (x / step).round() * step @ ((layer.weight / steps).round() * steps).T + layer.bias
    assert torch.allclose(full, exact, atol=1e-5)
    layer.brief = True
    assert torch.allclose(layer(x), full, rtol=2**-8, atol=0.01)
