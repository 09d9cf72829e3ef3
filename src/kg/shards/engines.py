"""Engines: what makes the shards of many slices. Each calls `Maker.make`; what comes back is in the order of slices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.errors import InputError
from kg.reading import Reader
from kg.shards.making import Made, Maker
from kg.shards.shelf import open_shelf
from kg.shards.slices import Slice

Slices = Iterable[Slice | InputError]


@dataclass(frozen=True, slots=True)
class Task:
    """What to do with slices, wherever it is done."""

    shelf: str
    """Address of the shelf."""
    again: bool = False
    """Whether shards that fit are made anew too."""


Engine = Callable[[Slices, Task, Reader], Iterator[Made | InputError]]


def make_here(slices: Slices, task: Task, reader: Reader) -> Iterator[Made | InputError]:
    """One slice after another, its documents read by the processes that the settings allow."""
    with reader.hands(Reader.read) as hands:
        maker = Maker(open_shelf(task.shelf), reader, hands, task.again)
        for item in slices:
            yield item if isinstance(item, InputError) else maker.make(item)


def make_by_ray(slices: Slices, task: Task, reader: Reader) -> Iterator[Made | InputError]:
    """A slice for each process of a Ray cluster: see `kg.shards.cluster`."""
    from kg.shards.cluster import make_each  # noqa: PLC0415  (an engine of its own, with a package that may be missing)

    return make_each(slices, task, reader)


ENGINES: dict[str, Engine] = {"processes": make_here, "ray": make_by_ray}
