"""Makes a run of the weights that ship, to go on from without the runs that led to them.

    python training/restore.py --from src/kg/weights/reader-8 --weights model.safetensors --run training/runs/shipped

The matrices come back as the graphs hold them, rounded: exported anew, they give the same graphs.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from finished import Finished
from network import Network, Sizes

GRAPHS = {"encoder": "net.", "arcs": "", "pairs": ""}
"""The graphs, and what stands in each before the names that `network.Network` gives its tensors."""
TRANSPOSED = "onnx::"
"""How the exporter begins the name of a matrix that it turned: whose it is, its product's name tells."""
COLUMNS = ("upos", "xpos", "deprel", "lemma")


def unpacked(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    """The graph's constants by name; those that are kept as integers in floating point again."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name: values for name, values in stored.items() if values.dtype == np.float32}
    for name, values in stored.items():
        plain, _, kind = name.rpartition("_")
        if kind in ("int8", "quantized"):
            scale = found.pop(f"{plain}_scale")
            found[plain] = values * np.expand_dims(scale, 0 if plain.startswith(TRANSPOSED) else 1)
    return found


def tensors_of(model: onnx.ModelProto, prefix: str) -> dict[str, Tensor]:
    """The network's tensors that the graph holds, by the names that they have there."""
    known = unpacked(model.graph)
    found = {name.removeprefix(prefix): values for name, values in known.items() if not name.startswith(TRANSPOSED)}
    for node in model.graph.node:
        turned = next((name for name in node.input if name.startswith(TRANSPOSED)), "").removesuffix("_quantized")
        if node.op_type in ("MatMul", "MatMulInteger") and turned:
            owner = node.name.strip("/").rpartition("/")[0].replace("/", ".")
            found[f"{owner}.weight"] = known[turned].T
    return {name: torch.from_numpy(np.array(values, dtype=np.float32)) for name, values in found.items()}


def restored(folder: Path, weights: Path, vocabularies: dict[str, list[str]]) -> Network:
    """The network whose graphs the folder holds.

    Raises a ValueError where a tensor of the network is in no graph.
    """
    net = Network(weights, Sizes.of(vocabularies))
    found: dict[str, Tensor] = {}
    for graph, prefix in GRAPHS.items():
        found |= tensors_of(onnx.load(str(folder / f"{graph}.onnx")), prefix)
    wanted = net.state_dict()
    missing = sorted(wanted.keys() - found.keys())
    if missing:
        raise ValueError(f"{folder} does not hold {missing}: it was exported from another network than network.py's")
    found["encoder.words.weight"] = wanted["encoder.words.weight"]  # never trained
    net.load_state_dict({name: found[name] for name in wanted})
    return net


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="folder", type=Path, required=True, help="exported weights")
    parser.add_argument("--weights", type=Path, required=True, help="model.safetensors of the MiniLM encoder")
    parser.add_argument("--run", type=Path, required=True, help="folder to write the run into")
    options = parser.parse_args()
    labels = json.loads((options.folder / "meta.json").read_text())["labels"]
    vocabularies = {name: labels[name] for name in COLUMNS}
    net = restored(options.folder, options.weights, vocabularies)
    Finished(net.state_dict(), vocabularies).write(options.run)


if __name__ == "__main__":
    main()
