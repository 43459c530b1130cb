"""WCAG 2.2 AA: axe finds nothing on any page, in any state, in light and in dark."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from serving import Server
from watching import Open, Servers

ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
AXE = Axe()
AREA = "@39.81000,116.34000~39.82000,116.36000~39.80000,116.37000"


def found(page: Page, rules: dict[str, object] = ALL) -> list[str]:
    """Return what axe has against a page as it is."""
    reply = AXE.run(page, options={"runOnly": rules}).response
    return [f"{fault['id']}: {node['html'][:200]}" for fault in reply["violations"] for node in fault["nodes"]]


def settled(page: Page) -> None:
    """Wait until the page has what it asked for and shows it: what is faded waits for an answer."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(".pending, [data-dash-is-loading=true]")).to_have_count(0)


def in_both_themes(page: Page) -> list[str]:
    faults = []
    # The other theme changes colours alone.
    for rules in (ALL, COLOURS):
        settled(page)
        theme = page.evaluate("scope.theme.name()")
        faults += [f"{theme}, {fault}" for fault in found(page, rules)]
        page.locator("#theme").click()
    return faults


@pytest.mark.parametrize(
    "address",
    ["", f"?site={AREA}", "?focus=110106", "?layer=homes", "?radius_m=600&site=x", "method", "data", "compare", "moon"],
)
def test_a_page_of_the_demonstration(open_page: Open, address: str) -> None:
    page = open_page(address, number=address[:1] in {"", "?"})
    expect(page.locator("h1")).to_have_count(1)
    assert in_both_themes(page) == []


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("?release=markets&site=quiet", "withheld"),
        ("?release=markets&site=closed", "zero"),
        ("?release=helsinki", "bracket"),
        ("?release=placeless", ""),
        ("?release=nope", ""),
    ],
)
def test_a_page_of_another_release(open_page: Open, several: Server, address: str, state: str) -> None:
    page = open_page(address, server=several, number=bool(state))
    expect(page.locator("h1")).to_have_count(1)
    if state:
        expect(page.locator("#headline")).to_have_class(re.compile(f"kind-{state}"))
    assert in_both_themes(page) == []


def test_a_refused_release(open_page: Open, servers: Servers) -> None:
    page = open_page(server=servers.refusing.until(503), number=False)
    expect(page.locator("h1")).to_have_text("The release was refused")
    assert in_both_themes(page) == []


OPENED: dict[str, Callable[[Page], None]] = {
    "dropdown": lambda page: page.locator("#site").click(),
    "calendar": lambda page: page.locator("#dates").click(),
    "export": lambda page: page.locator(".player .export summary").click(),
    "drawing": lambda page: page.locator("#draw-area").click(),
}


def test_what_opens_over_the_page(open_page: Open) -> None:
    page = open_page()
    settled(page)
    faults = []
    for part, press in OPENED.items():
        press(page)
        page.wait_for_timeout(300)
        faults += [f"{part}, {fault}" for fault in found(page)]
        page.keyboard.press("Escape")
    page.locator("#tour").click()
    assert [*faults, *in_both_themes(page)] == []
