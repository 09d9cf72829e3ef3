"""The weights that travel in the package: ONNX graphs, tokenizer and what `meta.json` says of them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import onnxruntime

from kg.errors import WeightsError
from kg.nlp.pieces import PieceTokenizer

FORMAT = 3
"""The layout of the folder and of `meta.json` that this code reads."""

FOLDER = Path(__file__).parents[1] / "weights"


@dataclass(frozen=True, slots=True)
class Weights:
    """Sessions and labels, ready to run."""

    meta: dict[str, Any]
    tokenize: PieceTokenizer
    encoder: onnxruntime.InferenceSession
    """ids, cases, bias -> tag scores, word tags, parts of arcs, relation states; a batch of windows at a time."""
    arcs: onnxruntime.InferenceSession
    """Parts of chosen arcs -> dependency labels."""
    pairs: onnxruntime.InferenceSession
    """Relation states and mentions of one window -> scores of the pairs of its subjects and all mentions."""

    def labels(self, name: str) -> list[str]:
        """A label set of `meta.json`, e.g. `kinds`, `relations`, `upos`."""
        return list(self.meta["labels"][name])


def newest() -> Path:
    """The folder of the weights that this version of kg carries."""
    folders = sorted(path.parent for path in FOLDER.glob("*/meta.json"))
    if not folders:
        raise WeightsError(f"no weights in {FOLDER}: expected <name>-<version>/meta.json; reinstall kg-builder")
    return folders[-1]


@cache
def load(folder: Path | None = None, threads: int = 1) -> Weights:
    """The weights of `folder`, by default those that kg carries; WeightsError if files are missing or damaged."""
    folder = folder or newest()
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if meta["format"] != FORMAT:
            raise WeightsError(f"{folder} has format {meta['format']}, this kg reads {FORMAT}: reinstall kg-builder")
        for name, digest in meta["sha256"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                raise WeightsError(
                    f"{folder / name} is damaged: its checksum differs from meta.json; reinstall kg-builder"
                )
        sessions = [_session(folder / f"{name}.onnx", threads) for name in ("encoder", "arcs", "pairs")]
        tokenize = PieceTokenizer(folder / "tokenizer.json")
    except (OSError, ValueError, KeyError) as error:
        raise WeightsError(
            f"{folder} does not hold weights that can be read ({error}): reinstall kg-builder"
        ) from error
    return Weights(meta, tokenize, *sessions)


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Else ONNX Runtime rounds what is multiplied with a packed matrix to 8 bits, which takes a quarter longer here.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
