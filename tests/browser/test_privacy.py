"""Nothing leaves the origin, nothing is shared, and every reply is guarded."""

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from onpage import map_cells, on_screen, press, traces, until
from playwright.sync_api import BrowserContext, Page, expect
from serving import Server
from watching import Seen, close, watched

from dashboard.shipped import ASSETS
from dashboard.ui.index import path_of

CHARTS = ("matrix", "days", "hours-chart", "homes-chart", "certainty", "frontier", "backlog")


@pytest.fixture(scope="module")
def tour(desk: BrowserContext, demo: Server) -> Iterator[tuple[Page, Seen]]:
    """Return a page on which everything was touched once, and what it did meanwhile."""
    page, seen = watched(desk, demo)
    until(page, lambda: bool(map_cells(page, painted=True)), expected=True)
    press(page, "radius", "ArrowRight")
    press(page, "stay", "ArrowRight")
    page.mouse.move(*on_screen(page, 39.812, 116.338))
    page.mouse.wheel(0, 200)
    for chart in CHARTS:
        until(page, lambda chart=chart: bool(traces(page, chart)), expected=True)
        page.locator(f"#{chart}").hover()
    page.locator("#layer input").nth(1).check()
    expect(page.locator("#legend .legend-title")).to_contain_text("Home district")
    page.locator("#layer input").nth(0).check()
    page.locator("#play").click()
    expect(page.locator("#clock")).not_to_have_text("All hours")
    page.locator("#all-hours").click()
    yield page, seen
    close(page, seen, demo.origin)


def test_a_full_tour_asks_nobody_but_the_server(tour: tuple[Page, Seen], demo: Server) -> None:
    _, seen = tour
    assert len(seen.requests) > 20
    assert seen.strangers(demo.origin) == []


def test_a_full_tour_has_no_error(tour: tuple[Page, Seen]) -> None:
    page, seen = tour
    assert seen.errors == []
    expect(page.locator("#notice")).to_be_empty()


def test_no_chart_offers_to_share(tour: tuple[Page, Seen]) -> None:
    page, _ = tour
    buttons = page.locator(".modebar-btn").evaluate_all("(all) => all.map((one) => one.outerHTML.toLowerCase())")
    assert not [html for html in buttons if any(word in html for word in ("cloud", "share", "chart studio", "plotly"))]
    configured = page.locator(".js-plotly-plot").evaluate_all(
        "(all) => all.map(({ _context }) => [_context.showSendToCloud, _context.showEditInChartStudio])"
    )
    assert len(configured) == len(CHARTS)
    assert not any(flag for flags in configured for flag in flags)


def test_every_reply_is_guarded(tour: tuple[Page, Seen], demo: Server) -> None:
    _, seen = tour
    replies = {reply.url: reply for reply in seen.replies if reply.url.startswith(demo.origin)}
    assert len(replies) > 20
    for reply in replies.values():
        _assert_guarded({name.lower(): value for name, value in reply.headers.items()})


@pytest.mark.parametrize("path", ["/", "/health", "/_dash-layout", f"/{path_of(ASSETS)}/main.mjs", "/nothing/here"])
def test_every_path_is_guarded(demo: Server, path: str) -> None:
    try:
        with urllib.request.urlopen(f"{demo.origin}{path}") as reply:  # noqa: S310 this machine
            headers = reply.headers
    except urllib.error.HTTPError as error:
        with error:
            headers = error.headers
    _assert_guarded({name.lower(): value for name, value in headers.items()})


def _assert_guarded(headers: dict[str, str]) -> None:
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["object-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert "unsafe-eval" not in headers["content-security-policy"]
    for part in policy.values():
        assert "http" not in part
        assert "*" not in part
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_it_listens_on_this_machine_alone(demo: Server) -> None:
    assert demo.origin in demo.output.read_text()
    # All of 127/8 is this machine: who listened everywhere would answer here, too.
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", int(demo.origin.rsplit(":", 1)[1])))
