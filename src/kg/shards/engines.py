"""Engines: what makes the shards of many slices. Each calls `Maker.make`; what comes back is in the order of slices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.errors import InputError
from kg.reading import Reader
from kg.shards.making import Made, Maker
from kg.shards.plan import Plan
from kg.shards.shelf import open_shelf
from kg.shards.slices import Slice

Slices = Iterable[Slice | InputError]
Engine = Callable[[Slices, Plan, Reader], Iterator[Made | InputError]]


def make_here(slices: Slices, plan: Plan, reader: Reader) -> Iterator[Made | InputError]:
    """One slice after another, its documents read by the processes that the settings allow."""
    with reader.hands(Reader.read) as hands:
        maker = Maker(open_shelf(plan.shelf), reader, hands, plan.again)
        for item in slices:
            yield item if isinstance(item, InputError) else maker.make(item)


def make_by_ray(slices: Slices, plan: Plan, reader: Reader) -> Iterator[Made | InputError]:
    """A slice for each process of a Ray cluster: see `kg.shards.cluster`."""
    from kg.shards.cluster import make_each  # noqa: PLC0415  (an engine of its own, with a package that may be missing)

    return make_each(slices, plan, reader)


ENGINES: dict[str, Engine] = {"processes": make_here, "ray": make_by_ray}
