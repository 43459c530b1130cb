"""A real browser before a real server. Every page a test opens is watched: no error, no request to anyone else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import made
import pytest
from onpage import KEEP_MAP, KNOWN
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page
from serving import Server, gunicorn, serve
from watching import DESK, Open, Seen, Servers, close, watched

from dashboard.basemap.make import make
from dashboard.release.ingest import About, Plan, import_counts
from dashboard.release.ingest.sites import parse_site
from dashboard.shipped import DEMO_RELEASE

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the system's Chromium, that phones nobody."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert found, f"no Chromium on the path, expected one of {', '.join(CHROMIUM_NAMES)}"
    args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": found, "args": args}


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Iterator[Browser]:
    """The browser of somebody who knows the page; `Browser.new_context(browser)` is that of a newcomer."""

    def known(**how: Any) -> BrowserContext:  # noqa: ANN401 options of a browser context
        context = Browser.new_context(browser, **how)
        context.add_init_script(KNOWN)
        return context

    with patch.object(browser, "new_context", known):
        yield browser


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory, helsinki_csv: Path) -> Iterator[Servers]:
    """Start all servers at once; they get ready while the first tests run."""
    folder = tmp_path_factory.mktemp("releases")
    demo = serve(DEMO_RELEASE)
    gate = folder / "gate"
    markets = made.counted(folder / "markets")
    waiting = gunicorn("gated:server", markets, GATE=str(gate))
    refusing = gunicorn("dashboard.server:server", made.with_identifiers(folder / "broken"))
    several = serve(markets, _helsinki(helsinki_csv, folder / "helsinki"), made.placeless(folder / "a:b" / "placeless"))
    started = Servers(demo=demo, several=several, waiting=waiting, refusing=refusing, gate=gate)
    yield started
    written = [server.stop() for server in (demo, several, waiting, refusing)]
    assert not [text for text in written if "Traceback" in text or "callback failed" in text]


def _helsinki(csv: Path, out: Path) -> Path:
    about = About(
        title="Helsinki, May 2018",
        time_zone="Europe/Helsinki",
        presence_rule="one_cell_per_hour",
        sites=(parse_site("Hakaniemi market hall,60.1795,24.9508"),),
    )
    import_counts(csv, out=out, plan=Plan(cell="h3", time="start", devices="devices"), about=about)
    make(csv.with_name("helsinki-centre.osm.pbf"), out / "basemap")
    return out


@pytest.fixture(scope="session")
def demo(servers: Servers) -> Server:
    return servers.demo.until(200)


@pytest.fixture(scope="session")
def several(servers: Servers) -> Server:
    return servers.several.until(200)


@pytest.fixture(scope="session")
def desk(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser at a desk, which keeps what it has loaded; on disk, where Chromium keeps scripts compiled."""
    profile = tmp_path_factory.mktemp("profile")
    context = browser_type.launch_persistent_context(profile, viewport=DESK, **browser_type_launch_args)
    context.add_init_script(KNOWN)
    context.add_init_script(KEEP_MAP)
    yield context
    context.close()


@pytest.fixture
def open_page(desk: BrowserContext, demo: Server) -> Iterator[Open]:
    """Open a page of the demonstration, or of another server; it is watched until the test ends."""
    opened: list[tuple[Page, Seen, str]] = []

    def opener(query: str = "", *, server: Server = demo, number: bool = True, theme: str = "light") -> Page:
        page, seen = watched(desk, server, query, number=number, theme=theme)
        opened.append((page, seen, server.origin))
        return page

    yield opener
    for page, seen, origin in opened:
        close(page, seen, origin)


@pytest.fixture(scope="session")
def first(desk: BrowserContext, demo: Server) -> Iterator[Page]:
    """The page as it opens, for tests that only look."""
    page, seen = watched(desk, demo)
    page.wait_for_load_state("networkidle")
    yield page
    close(page, seen, demo.origin)
