"""One frozen Settings, read once by the command line and passed on; no module reads the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told; the defaults are what `kg demo` uses."""

    base: str = "https://w3id.org/kg/id/"
    """Prefix of the IRIs of entities, facts, evidence and documents."""
    ontology: Path | None = None
    """A folder laid out as `ontology/`; None is the one that kg carries."""
    min_confidence: float = 0.5
    """Facts below it are left out of the graph; in [0, 1]."""
    threads: int = 1
    """Threads of the encoder in each process. Another number may change a confidence in its fourth decimal."""
    workers: int = 0
    """Processes that read documents side by side; 0 is one for each core, 8 at most. What they read does not depend on
    it. Few or short documents are read by one."""
