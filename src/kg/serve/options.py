"""Options: what a server is told when it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from kg.serve.access import Access


@dataclass(frozen=True, slots=True)
class Options:
    """The defaults are what `kg serve` uses."""

    path: Path
    """The store's folder."""
    writable: bool = False
    access: Access = field(default_factory=Access)
    timeout: float = 10.0
    """Seconds that a request may take."""
    memory: int = 1024
    """Megabytes that a query may take."""
    workers: int = max(2, os.cpu_count() or 2)
    """Queries that run at once; slow ones run beside them, up to four times as many."""
    max_rows: int = 100_000
    max_body: int = 16 << 20
    """Bytes of a request's body."""
    services: tuple[str, ...] = ()
    """Hosts that SERVICE may call."""
    origins: tuple[str, ...] = ()
    """Web origins whose pages may read (CORS); `*` for all."""
    names: tuple[str, ...] = ()
    """Names by which clients may call this server; none: any."""
