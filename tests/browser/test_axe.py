"""WCAG 2.2 AA: axe finds nothing on any page, state, theme and language; in a narrow window nothing is lost."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from narrow import lost_when_narrow
from onpage import choose, map_cells, until
from playwright.sync_api import Browser, Page, expect
from serving import Server
from watching import Open, Servers, close, watched

pytestmark = pytest.mark.long

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"type": "tag", "values": TAGS}
AXE = Axe()
AREA = "@39.81000,116.34000~39.82000,116.36000~39.80000,116.37000"
# Once in each language and in each theme: names and lengths of words hang on the one, colours on the other.
twice = pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("zh_Hans", "dark")])


def found(page: Page, part: str | None) -> list[str]:
    """Return what axe has against a page as it is, or against a part of it."""
    reply = AXE.run(page, part, options={"runOnly": ALL, "resultTypes": ["violations"]}).response
    return [f"{fault['id']}: {node['html'][:200]}" for fault in reply["violations"] for node in fault["nodes"]]


def settled(page: Page) -> None:
    """Wait until the page has what it asked for and shows it: what is faded waits for an answer."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(".pending, [data-dash-is-loading=true]")).to_have_count(0)


def faults(page: Page, part: str | None = None) -> list[str]:
    """Return what axe has against a page, or a part of it, once it has come to rest."""
    page.wait_for_load_state("networkidle")
    # What is faded waits for an answer.
    expect(page.locator(".pending, [data-dash-is-loading=true]")).to_have_count(0)
    page.evaluate("Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {})")
    return found(page, part)


def choose_hexagon(page: Page) -> None:
    until(page, lambda: bool(map_cells(page, painted=True)), expected=True)
    page.locator(".leaflet-map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cell-panel")).to_be_visible()


def save_rule(page: Page) -> None:
    page.locator("[data-saved=save]").click()
    page.locator("[data-saved=confirm]").click()
    expect(page.locator("#saved-list li")).to_have_count(1)


# What can be done on the first page, one after another, and the part of the page that is then another; None for all.
STATES: dict[str, tuple[str | None, Callable[[Page], None]]] = {
    "as it opens": (None, lambda page: expect(page.locator("#expected-line")).not_to_be_empty()),
    "list": (".dash-dropdown-content", lambda page: page.locator("#site").click()),
    "calendar": (".dash-datepicker-content", lambda page: page.locator("#dates").click()),
    "export": (".player", lambda page: page.locator(".player .export summary").click()),
    "briefing": (".headline", lambda page: page.locator(".briefing summary").click()),
    "drawing": (".map-body", lambda page: page.locator("#draw-area").click()),
    "hexagon": (".map-body", choose_hexagon),
    "keys": (".keys", lambda page: page.locator("[data-key=show]").click()),
    "saving": (".saved-dialog", lambda page: page.locator("[data-saved=save]").click()),
    "saved": (".saved", save_rule),
    "homes": (".map-panel", lambda page: page.locator("#layer input").nth(1).check()),
    "district": ("#district-panel", lambda page: choose(page, "focus", "110106")),
    "tour": (".tour", lambda page: page.locator("#tour").click()),
    "table": (".map-panel", lambda page: page.locator("#table-open").click()),
}


@twice
def test_the_first_page_and_all_that_opens_on_it(open_page: Open, lang: str, theme: str) -> None:
    page, against = open_page(f"?lang={lang}", theme=theme), []
    for name, (part, do) in STATES.items():
        do(page)
        if part:
            expect(page.locator(part)).to_be_visible()
        against += [f"{name}, {fault}" for fault in faults(page, part)]
        page.keyboard.press("Escape")
    expect(page.locator("#cell-table table")).to_be_visible()
    assert against == []
    assert lost_when_narrow(page) == []
    page.evaluate("localStorage.removeItem('screening-scope-saved')")


@twice
def test_the_offer_of_the_tour(browser: Browser, demo: Server, lang: str, theme: str) -> None:
    with Browser.new_context(browser, reduced_motion="reduce") as newcomer:
        page, seen = watched(newcomer, demo, f"?lang={lang}", theme=theme)
        expect(page.locator(".tour-offer")).to_be_visible()
        assert faults(page, ".tour") == []
        assert lost_when_narrow(page) == []
        close(page, seen, demo.origin)


RULE = "site%3Dxinfadi%26min_dwell_min%3D0%26start%3D2020-05-30%26end%3D2020-06-12%26radius_m%3D"
COMPARED = "&".join(f"{letter}={RULE}{radius}" for letter, radius in zip("abc", (1000, 500, 250), strict=True))


@twice
@pytest.mark.parametrize("at", ["method?", "data?", f"compare?{COMPARED}", "moon?", f"?radius_m=600&site={AREA}"])
def test_another_page(open_page: Open, at: str, lang: str, theme: str) -> None:
    page = open_page(f"{at}&lang={lang}", number=at.startswith("?"), theme=theme)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator(".compare-number")).to_have_count(at.count(RULE))
    assert faults(page) == []
    assert lost_when_narrow(page) == []


@twice
def test_what_is_saved_opened_above_rules_side_by_side(open_page: Open, lang: str, theme: str) -> None:
    page = open_page(f"compare?{COMPARED}&lang={lang}", number=False, theme=theme)
    expect(page.locator(".compare-number")).to_have_count(COMPARED.count(RULE))
    page.locator(".saved summary").click()
    save_rule(page)
    assert faults(page, ".saved") == []
    assert lost_when_narrow(page) == []
    page.evaluate("localStorage.removeItem('screening-scope-saved')")


@twice
def test_places_of_other_releases(open_page: Open, several: Server, lang: str, theme: str) -> None:
    page = open_page(f"?release=markets&site=quiet&lang={lang}", server=several, theme=theme)
    expect(page.locator("#headline")).to_have_class(re.compile("kind-withheld"))
    against = faults(page)
    choose(page, "site", "closed")
    expect(page.locator("#headline")).to_have_class(re.compile("kind-zero"))
    against += faults(page, "#headline")
    for release in ("helsinki", "placeless", "nope"):
        page.goto(f"{several.origin}/?release={release}&lang={lang}")
        expect(page.locator("h1")).to_have_count(1)
        against += faults(page)
    assert against == []


@twice
def test_a_server_that_has_nothing_to_show(open_page: Open, servers: Servers, lang: str, theme: str) -> None:
    against = []
    for server in (servers.waiting, servers.refusing):
        page = open_page(f"?lang={lang}", server=server.until(503), number=False, theme=theme)
        expect(page.locator("h1")).to_have_count(1)
        against += found(page, None)
    assert against == []
