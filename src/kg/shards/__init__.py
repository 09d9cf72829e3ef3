"""Shards: input in slices, each read into result files with manifests, by any number of processes and machines.

A run may end anywhere: what has a manifest that fits is kept, nothing is read twice, and what is loaded from shards is
what reading the sources in one go gives.
"""

from kg.shards.engines import ENGINES, Engine, Task
from kg.shards.loading import load
from kg.shards.making import Made
from kg.shards.shelf import Shelf, open_shelf
from kg.shards.slices import SIZE, Slice, cut, share

__all__ = ["ENGINES", "SIZE", "Engine", "Made", "Shelf", "Slice", "Task", "cut", "load", "open_shelf", "share"]
