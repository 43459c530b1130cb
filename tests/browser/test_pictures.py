"""The look of the pages: each is as it was pictured, at three widths, in two themes and two languages."""

from collections.abc import Iterator

import pytest
from picturing import KEPT, apart, kept, settled
from playwright.sync_api import Browser, Page, expect
from serving import Server
from watching import Open

pytestmark = pytest.mark.long

PAGES = {"explore": "/", "compare": "/compare", "method": "/method", "data": "/data"}
WIDTHS = {2560: 1440, 1440: 900, 390: 844}
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
THEMES = ("light", "dark")
# Another font stays under it, unless it is much wider; a panel that is gone or has moved does not.
ALIKE = 0.31


@pytest.fixture(scope="module", params=LANGUAGES)
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A window in one language, in the light theme, and the language."""
    language = request.param
    context = browser.new_context(locale=LANGUAGES[language], color_scheme="light", reduced_motion="reduce")
    yield context.new_page(), language
    context.close()


def complete(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    if name == "explore":
        expect(page.locator("#expected-line")).not_to_be_empty()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_was_pictured(
    window: tuple[Page, str], name: str, demo: Server, request: pytest.FixtureRequest
) -> None:
    page, language = window
    changed = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        # The map is framed when it opens; all else follows the window.
        if name == "explore" or width == max(WIDTHS):
            page.goto(f"{demo.origin}{PAGES[name]}")
            complete(page, name)
        for theme in THEMES:
            if page.evaluate("document.documentElement.dataset.theme") != theme:
                page.locator("#theme").click()
            seen, at = settled(page), f"{name}-{width}-{language}-{theme}"
            if request.config.getoption("--picture"):
                seen.save(KEPT / f"{at}.png", optimize=True)
            if apart(seen, kept(at)) >= ALIKE:
                changed.append(at)
    assert changed == [], "these no longer look as they did; if they should not: make pictures"


def test_a_broken_layout_is_told_from_the_picture(open_page: Open) -> None:
    page = open_page()
    page.emulate_media(reduced_motion="reduce")
    complete(page, "explore")
    picture = kept("explore-1440-en-light")
    for broken in (".workbench { display: block }", ".toolbar { display: none }", ".headline { padding-top: 60px }"):
        page.evaluate(
            "(rule) => (document.adoptedStyleSheets = [new CSSStyleSheet()])[0].replaceSync(rule)",
            broken,
        )
        assert apart(settled(page), picture) >= ALIKE, f"{broken} went unseen"
