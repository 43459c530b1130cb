"""Place, rule and number are in view wherever the page is scrolled to; the charts use its width; nothing jumps."""

import pytest
from onpage import MOST_SHIFTED, WATCH_SHIFTS, press, shifted
from playwright.sync_api import Page, expect
from watching import Open

WINDOWS = {390: 844, 1024: 768, 1440: 900, 2560: 1440}
BAR = ("#number", "#interval", "#method", "#rule-place", "#rule-line")
# In whole pixels: what of the page, if anything, lies over the middle of a part, or where it lies out of the window.
COVERED = """(selectors) => selectors.filter((selector) => {
  const part = document.querySelector(selector);
  const { left, right, top, bottom } = part.getClientRects()[0];
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const outside = top < 0 || bottom > innerHeight || right > innerWidth;
  return !part.textContent || outside || !(part === over || part.contains(over));
})"""
SCREENS = "() => document.querySelector('.explore').offsetHeight / innerHeight"


@pytest.fixture
def page(open_page: Open) -> Page:
    page = open_page("?site=xinfadi&radius_m=1000&min_dwell_min=0")
    expect(page.locator("#expected-line")).not_to_be_empty()
    return page


def test_the_bar_is_in_view_at_every_scroll_position_and_width(page: Page) -> None:
    for width, height in WINDOWS.items():
        page.set_viewport_size({"width": width, "height": height})
        for share in (0, 0.3, 0.7, 1):
            page.evaluate(
                "(share) => scrollTo({ top: share * document.body.scrollHeight, behavior: 'instant' })", share
            )
            assert page.evaluate(COVERED, BAR if share else BAR[:1]) == [], (width, share)
        bar = page.locator("#headline").bounding_box()
        assert bar is not None
        assert bar["height"] <= height / 7, width


def test_the_first_screen_holds_rule_map_and_the_row_of_the_rule_and_no_column_is_longer_than_three(page: Page) -> None:
    for width, height in WINDOWS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        if width < 1440:
            continue
        assert page.evaluate(COVERED, ["#number", ".rule h2", "#sentence"]) == []
        row = page.locator("#matrix .shapelayer path").first.bounding_box()
        assert row is not None
        assert row["y"] + row["height"] <= height
        assert page.evaluate(SCREENS) <= 3, width
        charts = page.locator(".charts > .chart").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect().right)"
        )
        assert max(charts) > width - 40


def test_nothing_jumps_when_the_rule_changes(open_page: Open) -> None:
    page = open_page("?site=xinfadi&radius_m=1000&min_dwell_min=0")
    page.evaluate(WATCH_SHIFTS)
    shifted(page)
    for control, key in (("radius", "ArrowLeft"), ("stay", "ArrowRight"), ("stay", "End"), ("radius", "End")):
        press(page, control, key)
        assert shifted(page) < MOST_SHIFTED, (control, key)
