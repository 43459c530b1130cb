"""Nothing on the page jumps while something else loads."""

import re
from datetime import date

import pytest
from onpage import KEEP_MAP, MOST_SHIFTED, WATCH_SHIFTS, choose, set_dates, shifted
from playwright.sync_api import Browser, expect
from serving import Server
from watching import DESK, close, watched

PAGE = '"output":"page.children"'
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_jumps_at_the_first_load_nor_with_other_dates_nor_another_place(
    browser: Browser, demo: Server, window: dict[str, int]
) -> None:
    context = browser.new_context(viewport=window, reduced_motion="reduce")
    context.add_init_script(KEEP_MAP)
    context.add_init_script(WATCH_SHIFTS)
    page, seen = watched(context, demo)
    assert shifted(page) < MOST_SHIFTED
    set_dates(page, date(2020, 6, 2), date(2020, 6, 9))
    assert shifted(page) < MOST_SHIFTED
    choose(page, "site", "markets")
    assert shifted(page) < MOST_SHIFTED
    close(page, seen, demo.origin)
    context.close()


HOW_IT_COMES = """
(part) => {
  part.style.animation = "none";
  getComputedStyle(part).animation;
  part.style.animation = "";
  const [coming] = part.getAnimations();
  coming.pause();
  return [200, 320].map((ms) => {
    coming.currentTime = ms;
    return getComputedStyle(part).opacity;
  });
}
"""


def test_the_place_of_what_is_awaited_shows_after_200_ms(browser: Browser, demo: Server) -> None:
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.route(re.compile("_dash-update"), lambda route: PAGE in route.request.post_data and route.continue_())
    page.goto(demo.origin)
    expect(page.locator("#days .svg-container")).to_be_attached()
    for awaited in ("#number", "#sentence", ".expected-lines", "#stay-bar", "#days .svg-container"):
        assert page.locator(awaited).evaluate(HOW_IT_COMES) == ["0", "1"], awaited
    page.unroute_all(behavior="ignoreErrors")
    context.close()
