"""The tour of a first visit: offered once, without taking anything away; five steps, each beside what it tells of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from onpage import KEEP_MAP, MOST_SHIFTED, WATCH_SHIFTS, field_of_matrix, shifted, store, until
from playwright.sync_api import Browser, Locator, Page, expect
from serving import Server
from watching import DESK, close, watched

PHONE = {"width": 390, "height": 844}
SHORT = {"width": 320, "height": 568}
ENGLISH = ("Set the rule", "Read the number", "Look at the map", "Try a narrower rule", "Take it with you")
CHINESE = ("设定规则", "看懂数字", "查看地图", "试用更窄的规则", "带走结果")
NARROWER = 4
KEEPS_NOTHING = """
for (const name of ["getItem", "setItem"]) {
  const usual = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...rest) {
    if (key === "screening-scope-tour") throw new DOMException("denied", "SecurityError");
    return usual.call(this, key, ...rest);
  };
}
"""
# Whether the first part that is told of is clear of the card, and both lie within the window.
BESIDE = """
() => {
  const [card, told] = [".tour", "[data-told]"].map((one) => document.querySelector(one).getBoundingClientRect());
  const across = Math.min(card.right, told.right) - Math.max(card.left, told.left);
  const down = Math.min(card.bottom, told.bottom) - Math.max(card.top, told.top);
  const seen = [card, told].map(({ left, top, right, bottom }) =>
    left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight);
  return [across <= 0 || down <= 0, ...seen];
}
"""


@contextmanager
def first_visit(browser: Browser, demo: Server, *scripts: str, **how: Any) -> Iterator[Page]:  # noqa: ANN401 options of a browser context
    """Open the page in a browser that has never seen it."""
    with Browser.new_context(browser, reduced_motion="reduce", viewport=PHONE, **how) as context:
        for script in (KEEP_MAP, *scripts):
            context.add_init_script(script)
        page, seen = watched(context, demo)
        yield page
        close(page, seen, demo.origin)


@pytest.fixture(scope="module")
def visit(browser: Browser, demo: Server) -> Iterator[Page]:
    with first_visit(browser, demo, WATCH_SHIFTS, locale="en-GB") as page:
        yield page


def card(page: Page) -> Locator:
    return page.locator(".tour")


def focused(page: Page) -> str:
    """Return what is written on the button that has the focus, or the class of what else has it."""
    return str(
        page.evaluate("(({ activeElement: one }) => one.matches('button') ? one.innerText : one.className)(document)")
    )


def assert_step(page: Page, said: str) -> None:
    expect(page.get_by_role("dialog", name=said, exact=True)).to_be_visible()
    assert focused(page) == "tour tour-step"
    assert page.evaluate(BESIDE) == [True, True, True]


def test_it_is_offered_once_and_covers_moves_and_takes_nothing(visit: Page) -> None:
    expect(card(visit)).to_have_text("See in one minute how it works.StartNot now")
    assert focused(visit) == ""
    number, offer = visit.locator("#number").bounding_box(), card(visit).bounding_box()
    assert number is not None
    assert offer is not None
    assert number["y"] + number["height"] < offer["y"]
    assert offer["height"] < PHONE["height"] / 6
    assert shifted(visit) < MOST_SHIFTED
    visit.keyboard.press("Tab")
    assert focused(visit) == "Start"
    visit.keyboard.press("Tab")
    visit.keyboard.press("Enter")
    expect(card(visit)).to_be_hidden()
    assert focused(visit) == "Tour"
    visit.reload()
    expect(visit.locator("#expected-line")).not_to_be_empty()
    assert visit.evaluate("localStorage['screening-scope-tour']") == "known"
    expect(card(visit)).to_have_count(0)


def test_five_steps_by_keyboard_alone(visit: Page) -> None:
    visit.set_viewport_size(DESK)
    visit.locator("#tour").focus()
    for step, title in enumerate(ENGLISH, start=1):
        visit.keyboard.press("Enter")
        assert_step(visit, f"Step {step} of 5 {title}")
        visit.keyboard.press("Tab")
        assert focused(visit) == ("Done" if title == ENGLISH[-1] else "Next")
    visit.keyboard.press("Enter")
    expect(card(visit)).to_be_hidden()
    expect(visit.locator("[data-told]")).to_have_count(0)
    assert focused(visit) == "Tour"


def test_in_a_short_window_the_card_covers_nothing_that_it_tells_of(visit: Page) -> None:
    visit.set_viewport_size(SHORT)
    visit.locator("#tour").click()
    for title in ENGLISH:
        expect(visit.get_by_role("dialog")).to_contain_text(title)
        until(visit, lambda: visit.evaluate(BESIDE)[:2], [True, True])
        visit.locator("[data-tour=next]").click()
    expect(card(visit)).to_be_hidden()
    visit.set_viewport_size(DESK)


def test_escape_ends_it_and_what_is_not_on_the_page_has_no_step(visit: Page) -> None:
    visit.evaluate("document.querySelector('.chart:has(#matrix)').hidden = true")
    visit.locator("#tour").click()
    assert_step(visit, f"Step 1 of 4 {ENGLISH[0]}")
    visit.keyboard.press("Escape")
    expect(card(visit)).to_be_hidden()
    assert focused(visit) == "Tour"


def test_in_chinese_where_nothing_is_kept_and_a_field_of_the_table_is_chosen(browser: Browser, demo: Server) -> None:
    with first_visit(browser, demo, KEEPS_NOTHING, locale="zh-CN") as page:
        expect(page.locator("#expected-line")).not_to_be_empty()
        expect(card(page)).to_have_count(0)
        page.locator("#tour").click()
        for step, title in enumerate(CHINESE, start=1):
            assert_step(page, f"第{step}步\N{FULLWIDTH COMMA}共5步 {title}")
            if step == NARROWER:
                page.mouse.click(*field_of_matrix(page, 3, 1))
                until(page, lambda: [store(page, "rule")[name] for name in ("radius_m", "min_dwell_min")], [500, 30])
                page.get_by_role("button", name="上一步").click()
                page.get_by_role("button", name="下一步").click()
            if title != CHINESE[-1]:
                page.get_by_role("button", name="下一步").click()
        page.emulate_media(media="print")
        expect(card(page)).to_be_hidden()
