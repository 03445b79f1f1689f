"""One tour for all that is looked at on it: two desks and the browsers take a while to open."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.conftest import World, furnished, peopled
from tests.web.every_screen.tour import Tour, a_desk, versions
from tests.web.full_desk import fill
from tests.web.test_in_browser import served


@pytest.fixture(scope="package")
def tour(
    chromium: Browser, _sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, quick_hash: str
) -> Iterator[Tour]:
    with ExitStack() as open_now:
        worlds = []
        for name in ("full", "bare"):
            app, desk = a_desk(_sqlite_template, tmp_path_factory.mktemp(name))
            open_now.callback(desk.close)
            worlds.append(
                furnished(desk, app, quick_hash)
                if name == "full"
                else World(desk, app, 0, (), peopled(desk, quick_hash))
            )
        full = fill(worlds[0])
        full.numbers |= versions(full)
        desktops = {bare: open_now.enter_context(served(worlds[bare].app, chromium)) for bare in (False, True)}
        yield Tour(full, worlds[1], desktops)
