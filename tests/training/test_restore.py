"""What ships can be trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

torch = pytest.importorskip("torch", reason="only those who train need torch")
onnx = pytest.importorskip("onnx", reason="only those who train need onnx")

import export  # noqa: E402  (needs torch and onnx)
import restore  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path


class Graph(torch.nn.Module):
    """Stands in for the graphs of the network: a table, a turned matrix in each kind of integers, one left as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.net = torch.nn.ModuleDict(
            {
                "words": torch.nn.Embedding(120, 64),
                "up": torch.nn.Linear(64, 96),
                "head": torch.nn.Linear(96, 80),
                "few": torch.nn.Linear(80, 2, bias=False),
            }
        )

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        x = self.net["head"](self.net["up"](self.net["words"](ids)[None]))
        return self.net["few"](x)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_tensor_comes_back_as_it_was_rounded(tmp_path: Path) -> None:
    torch.manual_seed(3)
    module, path = Graph(), tmp_path / "graph.onnx"
    shape = export.Shape({"ids": (torch.arange(9), {0: "pieces"})}, ["scores"])
    export.write(module, shape, path, lambda plain: export.packed(export.rounded(plain)))
    found = restore.tensors_of(onnx.load(str(path)), "net.")
    wanted = module.net.state_dict()
    assert found.keys() == wanted.keys()
    for name, tensor in wanted.items():
        assert found[name].shape == tensor.shape
        assert (found[name] - tensor).abs().max() <= tensor.abs().max() / 100
