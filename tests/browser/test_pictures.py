"""The look of the pages: each is as it was pictured, at three widths, in two themes and two languages."""

from collections.abc import Iterator

import pytest
from picturing import KEPT, apart, kept, settled
from playwright.sync_api import Browser, Page, expect
from serving import Server

PAGES = {"explore": "/", "compare": "/compare", "method": "/method", "data": "/data"}
WIDTHS = {390: 844, 1440: 900, 2560: 1440}
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
THEMES = ("light", "dark")
# Another font stays under it, unless it is much wider; a panel that is gone or has moved does not.
ALIKE = 0.31


@pytest.fixture(scope="module", params=[(width, language) for width in WIDTHS for language in LANGUAGES], ids=str)
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A window of one width in one language, in the light theme, and how it is called."""
    width, language = request.param
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale=LANGUAGES[language],
        color_scheme="light",
        reduced_motion="reduce",
    )
    yield context.new_page(), f"{width}-{language}"
    context.close()


def complete(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    if name == "explore":
        expect(page.locator("#expected-line")).not_to_be_empty()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_was_pictured(
    window: tuple[Page, str], name: str, demo: Server, request: pytest.FixtureRequest
) -> None:
    page, called = window
    page.goto(f"{demo.origin}{PAGES[name]}")
    complete(page, name)
    for theme in THEMES:
        if page.evaluate("document.documentElement.dataset.theme") != theme:
            page.locator("#theme").click()
        seen, at = settled(page), f"{name}-{called}-{theme}"
        if request.config.getoption("--picture"):
            seen.save(KEPT / f"{at}.png", optimize=True)
        assert apart(seen, kept(at)) < ALIKE, f"{at} no longer looks as it did; if it should not: make pictures"


def test_a_broken_layout_is_told_from_the_picture(browser: Browser, demo: Server) -> None:
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-GB", color_scheme="light", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{demo.origin}/")
    complete(page, "explore")
    picture = kept("explore-1440-en-light")
    for broken in (".explore { display: block }", ".toolbar { display: none }", ".headline { padding-top: 60px }"):
        page.evaluate(
            "(rule) => (document.adoptedStyleSheets = [new CSSStyleSheet()])[0].replaceSync(rule)",
            broken,
        )
        assert apart(settled(page), picture) >= ALIKE, f"{broken} went unseen"
    context.close()
