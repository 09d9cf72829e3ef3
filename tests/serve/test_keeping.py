"""Keeping: how long what was made stays where a request was told that it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from serve_jobs import leave

from kg.serve import keeping
from kg.serve.keeping import Keeper, Kept
from kg.serve.worker import Setup


async def next_path(keeper: Keeper, service: Any, known: str) -> str:
    """The path of what is made of the next version of the store."""
    service.version += 1
    while (path := await keeper.path()) == known:
        await asyncio.sleep(0.02)
    return path


def test_what_a_request_was_given_stays_while_one_newer_is_made_and_goes_with_the_next(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "REST", 0)
    service = SimpleNamespace(readers=SimpleNamespace(setup=Setup(store_path, tmp_path)), version=0)

    async def scene() -> None:
        keeper = Keeper(cast(Any, service), Kept("words", "the words", leave))
        first = await keeper.path()
        second = await next_path(keeper, service, first)
        assert Path(first).read_text(encoding="utf-8") == "made"
        third = await next_path(keeper, service, second)
        assert [Path(path).exists() for path in (first, second, third)] == [False, True, True]

    asyncio.run(scene())
