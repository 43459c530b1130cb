"""A real browser before a real server. Every page a test opens is watched: no error, no request to anyone else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import made
import pytest
from onpage import KEEP_MAP
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect
from serving import Server, gunicorn, serve

from dashboard.release.ingest import About, Columns, import_counts
from dashboard.release.ingest_sites import parse_site
from dashboard.release.load import Release, load
from dashboard.settings import DEMO_RELEASE

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESK = {"width": 1440, "height": 900}
PATIENCE_MS = 20_000

# What Chromium says of a reply of /health while a release is still being checked.
NOT_READY = "status of 503"

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the system's Chromium, that phones nobody."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert found, f"no Chromium on the path, expected one of {', '.join(CHROMIUM_NAMES)}"
    args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": found, "args": args}


@dataclass(frozen=True, kw_only=True)
class Servers:
    """Every server of the tests: the demonstration, several releases at once, one that waits, one that refuses."""

    demo: Server
    several: Server
    waiting: Server
    refusing: Server
    gate: Path


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory, helsinki_csv: Path) -> Iterator[Servers]:
    """Start all servers at once; they get ready while the first tests run."""
    folder = tmp_path_factory.mktemp("releases")
    demo = serve(DEMO_RELEASE)
    gate = folder / "gate"
    markets = made.counted(folder / "markets")
    waiting = gunicorn("gated:server", markets, GATE=str(gate))
    refusing = gunicorn("dashboard.server:server", made.with_identifiers(folder / "broken"))
    several = serve(markets, _helsinki(helsinki_csv, folder / "helsinki"), made.placeless(folder / "placeless"))
    started = Servers(demo=demo, several=several, waiting=waiting, refusing=refusing, gate=gate)
    yield started
    written = [server.stop() for server in (demo, several, waiting, refusing)]
    assert not [text for text in written if "Traceback" in text or "ERROR" in text]


def _helsinki(csv: Path, out: Path) -> Path:
    about = About(
        title="Helsinki, May 2018",
        time_zone="Europe/Helsinki",
        presence_rule="one_cell_per_hour",
        sites=(parse_site("Hakaniemi market hall,60.1795,24.9508"),),
    )
    import_counts(csv, out=out, columns=Columns(cell="h3", time="start", devices="devices"), about=about)
    return out


@pytest.fixture(scope="session")
def demo(servers: Servers) -> Server:
    return servers.demo.until(200)


@pytest.fixture(scope="session")
def several(servers: Servers) -> Server:
    return servers.several.until(200)


@pytest.fixture(scope="session")
def release() -> Release:
    return load(DEMO_RELEASE)


@dataclass(kw_only=True)
class Seen:
    """What a page did: its errors, its requests and the replies."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    replies: list[Response] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._hear)
        page.on("request", self._note)
        page.on("response", self._keep)
        page.on("websocket", lambda socket: self.requests.append(socket.url))

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def _keep(self, reply: Response) -> None:
        self.replies.append(reply)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(f"{message.type}: {message.text}")

    def strangers(self, origin: str) -> list[str]:
        """Return the requests that went anywhere but to the origin."""
        return [url for url in self.requests if not url.startswith((f"{origin}/", "data:", "blob:"))]


Open = Callable[..., Page]


@pytest.fixture(scope="session")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """A browser at a desk, which keeps what it has loaded."""
    context = browser.new_context(viewport=DESK)
    context.add_init_script(KEEP_MAP)
    yield context
    context.close()


def watched(context: BrowserContext, server: Server, query: str = "", *, number: bool = True) -> tuple[Page, Seen]:
    """Open a page and wait for its number."""
    page, seen = context.new_page(), Seen()
    seen.watch(page)
    page.goto(f"{server.origin}/{query}")
    if number:
        expect(page.locator("#number")).not_to_be_empty()
    return page, seen


def close(page: Page, seen: Seen, origin: str) -> None:
    """Close a page and assert that it went well and kept to itself."""
    page.close()
    assert [error for error in seen.errors if NOT_READY not in error] == []
    assert seen.strangers(origin) == []


@pytest.fixture
def open_page(desk: BrowserContext, demo: Server, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open a page of the demonstration, or of another server; it is watched until the test ends."""
    opened: list[tuple[Page, Seen, str]] = []

    def opener(query: str = "", *, server: Server = demo, number: bool = True) -> Page:
        page, seen = watched(desk, server, query, number=number)
        opened.append((page, seen, server.origin))
        return page

    yield opener
    known_to_fail = request.node.get_closest_marker("xfail") is not None
    for page, seen, origin in opened:
        if known_to_fail:
            page.close()
        else:
            close(page, seen, origin)


@pytest.fixture(scope="module")
def first(desk: BrowserContext, demo: Server) -> Iterator[Page]:
    """The page as it opens, for tests that only look."""
    page, seen = watched(desk, demo)
    page.wait_for_load_state("networkidle")
    yield page
    close(page, seen, demo.origin)
