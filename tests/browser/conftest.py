"""One browser for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import CHROMIUM, FLAGS
from graph_samples import World, world
from page_samples import hostile

from serving import Served, start, stop


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the small hand-made world."""
    yield from _served(world(), tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of a world whose names want to be run."""
    yield from _served(hostile(), tmp_path_factory.mktemp("hostile"))


def _served(made: World, folder: Path) -> Iterator[Served]:
    made.store(folder / "store").close()
    one = start(folder / "store")
    yield one
    stop(one)
