"""The network: one encoder, heads for tags, trees and mentions, and a relation reader over all pairs of mentions."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

import labels
from kg.nlp.pairs import SIZES
from kg.nlp.pieces import CASES
from products import Linear, Rounding

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
DROPPED = 26
"""Of 256 values, how many a dropout leaves out: about a tenth (Srivastava et al. 2014)."""


class Dropout(nn.Module):
    """Leaves values out at random while learning; its mask of random bytes costs a tenth of torch's own on a CPU."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        kept = torch.randint(0, 256, x.shape, dtype=torch.uint8, device=x.device) >= DROPPED
        return x * (kept * (256 / (256 - DROPPED)))


class Layer(nn.Module):
    """A BERT layer (Devlin et al. 2019): post-norm self-attention and feed-forward."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = Rounding(WIDTH, 3 * WIDTH)
        self.out = Rounding(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Rounding(WIDTH, INNER)
        self.down = Rounding(INNER, WIDTH)
        self.norm_down = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout()

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x`: (batch, pieces, width); `bias`: (batch, 1, 1, pieces), large negative on padding."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(q, k, v, bias).transpose(1, 2).reshape(b, t, WIDTH)
        x = self.norm(x + self.dropout(self.out(mixed)))
        return self.norm_down(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM-L6 (Wang et al. 2020) with an embedding of each piece's case added to its input."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        tensors = load_file(str(weights))
        self.words = nn.Embedding.from_pretrained(tensors["embeddings.word_embeddings.weight"], freeze=True)
        self.places = nn.Embedding.from_pretrained(tensors["embeddings.position_embeddings.weight"], freeze=False)
        self.segment = nn.Parameter(tensors["embeddings.token_type_embeddings.weight"][0].clone())
        self.cases = nn.Embedding(len(CASES) + 1, WIDTH)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        with torch.no_grad():
            self.norm.weight.copy_(tensors["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(tensors["embeddings.LayerNorm.bias"])
            for number, layer in enumerate(self.layers):
                load_layer(layer, tensors, f"encoder.layer.{number}.")

    def forward(self, ids: Tensor, cases: Tensor, bias: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places)[None] + self.segment + self.cases(cases)
        x = self.norm(x)
        for layer in self.layers:
            x = layer(x, bias)
        return x


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


@dataclass
class Sizes:
    """How many tags, dependency labels and lemma rules the treebanks have."""

    upos: int
    xpos: int
    deprel: int
    lemma: int

    @classmethod
    def of(cls, vocabularies: dict[str, list[str]]) -> Sizes:
        """Those of the values by column."""
        return cls(**{name: len(values) for name, values in vocabularies.items()})


class TreeHeads(nn.Module):
    """Tags, lemma rules and biaffine arcs (Dozat & Manning 2017) for the first piece of each word."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.upos = nn.Linear(WIDTH, sizes.upos)
        self.xpos = nn.Linear(WIDTH, sizes.xpos)
        self.lemma = nn.Linear(WIDTH, sizes.lemma)
        self.start = nn.Linear(WIDTH, 2)
        self.dependent = nn.Linear(WIDTH, 192)
        self.governor = nn.Linear(WIDTH, 192)
        self.arc = nn.Linear(192, 192)
        self.label_dependent = nn.Linear(WIDTH, 128)
        self.label_governor = nn.Linear(WIDTH, 128)
        self.label = nn.Linear(128, sizes.deprel)

    def forward(self, states: Tensor) -> dict[str, Tensor]:
        return {
            "upos": self.upos(states),
            "xpos": self.xpos(states),
            "lemma": self.lemma(states),
            "start": self.start(states),
            "dependent": self.arc(functional.gelu(self.dependent(states))),
            "governor": functional.gelu(self.governor(states)),
            "label_dependent": self.label_dependent(states),
            "label_governor": self.label_governor(states),
        }

    def label_scores(self, dependent: Tensor, governor: Tensor) -> Tensor:
        return self.label(functional.gelu(dependent + governor))


class MentionHeads(nn.Module):
    """Three layers of BIO tags, and what they say fed back to the relation layers."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = nn.ModuleList(nn.Linear(WIDTH, len(labels.bio(layer))) for layer in labels.LAYERS)
        self.back = nn.ModuleList(nn.Linear(len(labels.bio(layer)), WIDTH, bias=False) for layer in labels.LAYERS)
        for layer in self.back:
            nn.init.normal_(layer.weight, std=0.02)

    def forward(self, states: Tensor) -> tuple[list[Tensor], Tensor]:
        logits = [tag(states) for tag in self.tags]
        fed = sum(back(scores.softmax(-1)) for back, scores in zip(self.back, logits, strict=True))
        return logits, fed


class PairReader(nn.Module):
    """Scores every ordered pair of mentions: relations, status, modality, and 'the same thing'.

    Each pair sees its two spans, what stands between them, and its own context: an attention over the pieces that is
    the product of the two mentions' attentions (localized context pooling, Zhou et al. 2021).
    """

    def __init__(self, width: int = 256, heads: int = 4, context: int = 32) -> None:
        super().__init__()
        self.heads, self.context = heads, context
        self.span = Linear(3 * WIDTH, width)
        self.kind = nn.Embedding(len(labels.KINDS), width)
        self.query = Linear(width, heads * 32)
        self.query_object = Linear(width, heads * 32)
        self.key = Linear(WIDTH, heads * 32)
        self.value = Linear(WIDTH, heads * context)
        self.subject, self.object = Linear(width, width), Linear(width, width)
        self.mixed = Linear(heads * context, width)
        self.left, self.right = Linear(width, width, bias=False), Linear(width, width, bias=False)
        self.features = nn.ModuleList(nn.Embedding(size, width) for size in SIZES)
        self.hidden = Linear(width, width)
        self.relation = nn.Linear(width, len(labels.LINKS))
        self.status = nn.Linear(width, len(labels.STATUSES))
        self.modality = nn.Linear(width, len(labels.MODALITIES))
        self.same = nn.Linear(width, 1)
        self.dropout = Dropout()
        nn.init.constant_(self.relation.bias, -6.0)
        for table in (self.kind, *self.features):
            nn.init.normal_(table.weight, std=0.02)

    def pool(self, states: Tensor, query: Tensor, query_object: Tensor) -> Tensor:
        """(n, n, heads * context): each pair's mixture of the pieces' values."""
        t, n = states.shape[0], query.shape[0]
        key = self.key(states).view(t, self.heads, 32).permute(1, 2, 0)
        value = self.value(states).view(t, self.heads, self.context).permute(1, 2, 0)
        rows = [q.view(n, self.heads, 32).permute(1, 0, 2) for q in (query, query_object)]
        weigh = [(5 * torch.tanh(row @ key / 28)).exp() for row in rows]
        total = weigh[0] @ weigh[1].transpose(-1, -2)
        mixed = (weigh[0].unsqueeze(1) * value.unsqueeze(2)) @ weigh[1].unsqueeze(1).transpose(-1, -2)
        return (mixed / total.unsqueeze(1)).permute(2, 3, 0, 1).reshape(n, n, self.heads * self.context)

    def drop(self, pairs: Tensor) -> Tensor:
        """Dropout of whole channels of all pairs of a subject: one mask a subject, not one a pair."""
        return pairs * self.dropout(torch.ones(len(pairs), 1, pairs.shape[-1])) if self.training else pairs

    def forward(self, states: Tensor, mean: Tensor, mentions: Tensor, features: Tensor) -> dict[str, Tensor]:
        """`states` (pieces, width); `mean` (n, pieces) averages each span; `mentions` (n, 3): start, end, kind."""
        spans = torch.cat([states[mentions[:, 0]], states[mentions[:, 1] - 1], mean @ states], -1)
        m = self.dropout(functional.gelu(self.span(spans)) + self.kind(mentions[:, 2]))
        pair = self.subject(m)[:, None] + self.object(m)[None] + self.left(m)[:, None] * self.right(m)[None]
        pair = pair + self.mixed(self.pool(states, self.query(m), self.query_object(m)))
        for number, table in enumerate(self.features):
            pair = pair + table(features[..., number])
        pair = self.drop(functional.gelu(pair))
        pair = self.drop(functional.gelu(self.hidden(pair))) + pair
        return {
            "relation": self.relation(pair),
            "status": self.status(pair),
            "modality": self.modality(pair),
            "same": self.same(pair).squeeze(-1),
        }


class Network(nn.Module):
    """All of it. The relation layers start as copies of the encoder's last two."""

    def __init__(self, weights: Path, sizes: Sizes) -> None:
        super().__init__()
        self.encoder = Encoder(weights)
        self.trees = TreeHeads(sizes)
        self.mentions = MentionHeads()
        self.reader = nn.ModuleList(copy.deepcopy(layer) for layer in self.encoder.layers[-2:])
        self.pairs = PairReader()

    def round(self, rounding: bool) -> None:
        """Whether the transformer layers compute with rounded inputs and matrices."""
        for module in self.modules():
            if isinstance(module, Rounding):
                module.rounding = rounding

    def shorten(self, brief: bool) -> None:
        """Whether large products are computed in bfloat16 while learning."""
        for module in self.modules():
            if isinstance(module, Linear):
                module.brief = brief

    def read(self, ids: Tensor, cases: Tensor, bias: Tensor) -> tuple[Tensor, list[Tensor], Tensor]:
        """Encoder states, tag logits of the three layers, and relation states."""
        states = self.encoder(ids, cases, bias)
        logits, fed = self.mentions(states)
        x = states + fed
        for layer in self.reader:
            x = layer(x, bias)
        return states, logits, x
