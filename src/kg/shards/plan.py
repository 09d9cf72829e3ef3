"""The plan: how to go by way of shards."""

from __future__ import annotations

from dataclasses import dataclass

from kg.shards.slices import SIZE


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is told about shards. Fit for pickle."""

    shelf: str
    """Where they lie: a folder or an fsspec URL."""
    size: int = SIZE
    """Documents of each."""
    share: tuple[int, int] | None = None
    """`(i, n)`: only the i-th of n shares of the slices, counted from 1."""
    engine: str = "processes"
    """A key of `ENGINES`."""
    cluster: str = "local"
    """Address of the Ray cluster to work with; `local`: one of this machine, begun for this run."""
    again: bool = False
    """Whether shards that are there and fit are made anew too."""
