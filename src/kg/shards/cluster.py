"""Ray: slices made on a cluster, or on one of this machine alone. Each node must reach files and shelf."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from kg.errors import InputError, KGError
from kg.reading import Reader
from kg.settings import Settings
from kg.shards.making import Made, Maker
from kg.shards.plan import Plan
from kg.shards.shelf import open_shelf
from kg.shards.slices import Slice

RETRIES = 3
"""Times that a slice is begun again because a node was lost."""


class Actor:
    """A process of the cluster. It has another one read, which a document may end without harm to this one."""

    def __init__(self, settings: Settings, plan: Plan, folder: str) -> None:
        os.chdir(folder)  # so that the paths of sources mean, and are told as, what they are to the user
        reader = Reader(replace(settings, workers=1))
        hands = reader.hands(Reader.read, apart=True)
        self._maker = Maker(open_shelf(plan.shelf), reader, hands, plan.again)

    def make(self, piece: Slice) -> Made | KGError:
        try:
            return self._maker.make(piece)
        except KGError as error:  # raised, it would come wrapped
            return error


def make_each(slices: Iterable[Slice | InputError], plan: Plan, reader: Reader) -> Iterator[Made | InputError]:
    """Slices made by as many processes as the settings say, or as the cluster has cores."""
    with _cluster(plan.cluster) as ray:
        count = reader.settings.workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        kind = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=RETRIES)(Actor)
        team = _Team(ray, [kind.remote(reader.settings, plan, str(Path.cwd())) for _ in range(count)])
        for item in slices:
            team.take(item)
            yield from team.ended()
        yield from team.rest()


class _Team:
    """Actors, and slices in order with those that work on them."""

    def __init__(self, ray: Any, actors: list[Any]) -> None:
        self._ray = ray
        self._idle = deque(actors)
        self._busy: dict[Any, Any] = {}
        self._waiting: deque[Any] = deque()

    def take(self, item: Slice | InputError) -> None:
        """Gives a slice to an actor, as soon as one is idle."""
        if isinstance(item, InputError):
            self._waiting.append(item)
            return
        if not self._idle:
            self._await_one()
        actor = self._idle.popleft()
        future = actor.make.remote(item)
        self._busy[future] = actor
        self._waiting.append(future)

    def ended(self) -> Iterator[Made | InputError]:
        """What is done and has nothing undone before it."""
        while self._waiting and self._waiting[0] not in self._busy:
            yield self._got(self._waiting.popleft())

    def rest(self) -> Iterator[Made | InputError]:
        while self._waiting:
            yield self._got(self._waiting.popleft())

    def _await_one(self) -> None:
        done, _ = self._ray.wait(list(self._busy), num_returns=1)
        self._idle.append(self._busy.pop(done[0]))

    def _got(self, item: Any) -> Made | InputError:
        if isinstance(item, InputError):
            return item
        try:
            made: Made | KGError = self._ray.get(item)
        except self._ray.exceptions.RayError as error:
            why = str(error).strip().splitlines()[0]
            raise KGError(f"Ray could not make a shard ({why}); shards that are done are kept: run again") from error
        if isinstance(made, KGError):
            raise made
        return made


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    """Ray, connected to the cluster at this address, or to one begun here."""
    try:
        ray = import_module("ray")
    except ImportError as error:
        raise KGError(
            "--engine ray needs Ray, which is not installed; run: pip install 'kg-builder[ray]', or leave --engine out"
        ) from error
    try:
        ray.init(address, logging_level="ERROR", log_to_driver=False, include_dashboard=False)
    except (OSError, RuntimeError, ValueError) as error:
        why = str(error).strip().splitlines()[0]
        raise KGError(f"no Ray cluster to work with at {address} ({why}); check --cluster, or leave it out") from error
    try:
        yield ray
    finally:
        ray.shutdown()
