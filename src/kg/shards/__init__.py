"""Shards: input in slices, each read into result files with manifests, by any number of processes and machines.

A run may end anywhere: what has a manifest that fits is kept, nothing is read twice, and what is loaded from shards is
what reading the sources in one go gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.documents import find_files
from kg.errors import InputError
from kg.model import Extraction
from kg.reading import Reader
from kg.shards.engines import ENGINES, Engine
from kg.shards.loading import load
from kg.shards.making import Made
from kg.shards.plan import Plan
from kg.shards.shelf import Shelf, open_shelf
from kg.shards.slices import SIZE, Slice, cut, share

__all__ = ["ENGINES", "SIZE", "Engine", "Made", "Plan", "Shelf", "Slice", "cut", "make", "open_shelf", "read", "share"]


def make(sources: Sequence[str], plan: Plan, reader: Reader) -> Iterator[Made | InputError]:
    """The shards of these files, folders and patterns, one slice after another; those that are missing are made."""
    slices = cut(find_files(sources), plan.size)
    if plan.share is not None:
        slices = share(slices, *plan.share)
    return ENGINES[plan.engine](slices, plan, reader)


def read(sources: Sequence[str], plan: Plan, reader: Reader) -> Iterator[Extraction | InputError]:
    """What the shards of these sources hold, those made that are missing: what reading the sources in one go gives."""
    return load(make(sources, plan, reader), open_shelf(plan.shelf))
