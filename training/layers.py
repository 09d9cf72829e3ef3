"""The transformer layers: BERT's, those added to them, and the rounding that their products learn to live with."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER = 384, 12, 1536
DROPOUT = 0.1
"""Of the relation layers and the pair reader; the encoder, which all tasks share, underfits as it is."""


class Rounding(nn.Linear):
    """A linear map that, once `rounding`, sees its input in 8 bits and its matrix in 7, as the exported graph does.

    One range for all of an input, one for each row of the matrix; gradients pass straight through (Jacob et al. 2018).
    Seven bits, because the products of eight overflow the int16 sums of processors without VNNI.
    """

    rounding = False

    def forward(self, x: Tensor) -> Tensor:
        if not self.rounding:
            return super().forward(x)
        return functional.linear(in_8_bits(x), in_7_bits(self.weight), self.bias)


def in_8_bits(x: Tensor) -> Tensor:
    """`x` rounded to 256 steps between its least and greatest value, zero among them."""
    low, high = torch.aminmax(x.detach())
    return in_steps(x, ((high.clamp_min(0) - low.clamp_max(0)) / 255).clamp_min(1e-8))


def in_7_bits(weight: Tensor) -> Tensor:
    """`weight` rounded to 129 steps around zero, as wide as each row needs."""
    return in_steps(weight, (weight.detach().abs().amax(1, keepdim=True) / 64).clamp_min(1e-8))


def in_steps(x: Tensor, step: Tensor) -> Tensor:
    """`x` rounded to whole steps; its gradient is that of `x`."""
    with torch.no_grad():
        error = (x / step).round_().mul_(step).sub_(x)
    return x + error


class Layer(nn.Module):
    """A BERT layer (Devlin et al. 2019): post-norm self-attention and feed-forward."""

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        self.qkv = Rounding(WIDTH, 3 * WIDTH)
        self.out = Rounding(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Rounding(WIDTH, INNER)
        self.down = Rounding(INNER, WIDTH)
        self.norm_down = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x`: (batch, pieces, width); `bias`: (batch, 1, 1, pieces), large negative on padding."""
        x = self.norm(x + self.dropout(self.attend(x, bias)))
        return self.norm_down(x + self.dropout(self.transform(x)))

    def attend(self, x: Tensor, bias: Tensor) -> Tensor:
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(q, k, v, bias).transpose(1, 2).reshape(b, t, WIDTH)
        return self.out(mixed)

    def transform(self, x: Tensor) -> Tensor:
        return self.down(functional.gelu(self.up(x)))


class Added(Layer):
    """A layer that adds to what it gets: pre-norm (Xiong et al. 2020), so that it can begin with adding nothing."""

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        x = x + self.dropout(self.attend(self.norm(x), bias))
        return x + self.dropout(self.transform(self.norm_down(x)))

    @torch.no_grad()
    def start_from(self, before: Layer) -> None:
        """Attends and looks as the layer before it does, and adds nothing."""
        self.load_state_dict(before.state_dict())
        for last in (self.out, self.down):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)


def load_layer(layer: Layer, tensors: dict[str, Tensor], prefix: str) -> None:
    """Copies the tensors of one layer, whose names begin with `prefix`, into `layer`."""
    for kind in ("weight", "bias"):
        parts = [tensors[f"{prefix}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
        getattr(layer.qkv, kind).copy_(torch.cat(parts))
        for mine, theirs in (
            ("out", "attention.output.dense"),
            ("norm", "attention.output.LayerNorm"),
            ("up", "intermediate.dense"),
            ("down", "output.dense"),
            ("norm_down", "output.LayerNorm"),
        ):
            getattr(getattr(layer, mine), kind).copy_(tensors[f"{prefix}{theirs}.{kind}"])


def with_dropout(layer: Layer) -> Layer:
    """A copy of a layer, with dropout."""
    copied = Layer(DROPOUT)
    copied.load_state_dict(layer.state_dict())
    return copied
