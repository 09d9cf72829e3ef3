"""Linear maps that learn in numbers of few bits: in bfloat16 to be fast, in whole numbers to live with int8."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional


class Product(torch.autograd.Function):
    """A linear map of many rows whose three products, forth and back, are computed in bfloat16."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        rows, matrix = shortened(x.flatten(0, -2)), weight.bfloat16()
        ctx.save_for_backward(rows, matrix)
        ctx.shape, ctx.biased = x.shape, bias is not None
        result = (rows @ matrix.T)[: x.shape[:-1].numel()].float()
        return (result if bias is None else result.add_(bias)).view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, Tensor | None]:
        rows, matrix = ctx.saved_tensors
        gradient = gradients[0].flatten(0, -2)
        short = shortened(gradient)
        of_rows = (short @ matrix)[: len(gradient)].float().view(ctx.shape)
        return of_rows, (short.T @ rows).float(), gradient.sum(0) if ctx.biased else None


def shortened(rows: Tensor) -> Tensor:
    """The rows in bfloat16, and rows of zeros up to one of few counts: each count needs code of its own."""
    step = 2 ** max(len(rows).bit_length() - 4, 5)
    short = torch.empty(-(-len(rows) // step) * step, rows.shape[1], dtype=torch.bfloat16)
    short[: len(rows)] = rows
    short[len(rows) :] = 0
    return short


class Linear(nn.Linear):
    """A linear map that, once `brief`, learns with products in bfloat16, which some processors compute far faster."""

    brief = False

    def forward(self, x: Tensor) -> Tensor:
        return self.product(x, self.weight, self.bias)

    def product(self, x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        """`x @ weight.T + bias`."""
        if self.brief and torch.is_grad_enabled():
            return Product.apply(x, weight, bias)
        return functional.linear(x, weight, bias)


class Rounding(Linear):
    """A linear map that, once `rounding`, sees its input in 8 bits and its matrix in 7, as the exported graph does.

    One range for all of an input, one for each row of the matrix; gradients pass straight through (Jacob et al. 2018).
    Seven bits, because the products of eight overflow the int16 sums of processors without VNNI. The whole numbers that
    are multiplied are the same in bfloat16.
    """

    rounding = False

    def forward(self, x: Tensor) -> Tensor:
        if not self.rounding:
            return super().forward(x)
        step, steps = step_of_8_bits(x), steps_of_7_bits(self.weight)
        counted = self.product(in_steps(x, step), in_steps(self.weight, steps), None)
        return counted * (step * steps.T) + self.bias


def step_of_8_bits(x: Tensor) -> Tensor:
    """The 255th part of the range of `x`, zero in it."""
    low, high = torch.aminmax(x.detach())
    return ((high.clamp_min(0) - low.clamp_max(0)) / 255).clamp_min(1e-8)


def steps_of_7_bits(weight: Tensor) -> Tensor:
    """Of each row the 64th part of its greatest value: (rows, 1)."""
    return (weight.detach().abs().amax(1, keepdim=True) / 64).clamp_min(1e-8)


def in_steps(x: Tensor, step: Tensor) -> Tensor:
    """How many whole steps `x` is; its gradient is that of `x / step`."""
    counts = x / step
    with torch.no_grad():
        error = counts.round().sub_(counts)
    return counts + error
