"""English and Chinese in the browser: chosen by it, switched in the header, kept apart in two tabs."""

import re

from onpage import query, thumb, until
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import Server
from watching import DESK

CHINESE_NUMBER = "在新发地批发市场周边{radius}以内"


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#sentence")).not_to_be_empty()
    return page


def test_the_page_speaks_the_language_of_the_browser_and_of_the_switch_and_keeps_the_rule(
    browser: Browser, demo: Server
) -> None:
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    page = opened(context, f"{demo.origin}/?radius_m=500")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    expect(page.locator("#unit")).to_have_text("规则涉及人数")
    expect(page.locator("#sentence")).to_contain_text(CHINESE_NUMBER.format(radius="500米"))
    assert "lang" not in query(page)
    scale = page.locator(".leaflet-control-scale-line")
    expect(scale).to_have_text(re.compile(r"^\d+公里$"))
    for _ in range(4):
        page.get_by_role("button", name="放大").click()
    expect(scale).to_have_text(re.compile(r"^\d+米$"))

    thumb(page, "radius").press("ArrowRight")
    expect(page.locator("#sentence")).to_contain_text(CHINESE_NUMBER.format(radius="750米"))
    expect(page.locator("#hours-chart-title")).to_contain_text("750米以内分时设备数")

    page.get_by_role("link", name="English").click()
    expect(page.locator("#sentence")).to_contain_text("within 750")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(scale).to_have_text(re.compile(r"^\d+\sk?m$"))
    until(page, lambda: query(page).get("radius_m"), "750")
    assert query(page)["lang"] == "en"
    context.close()


def test_two_tabs_speak_two_languages(browser: Browser, demo: Server) -> None:
    context = browser.new_context(viewport=DESK, locale="en-GB")
    english = opened(context, demo.origin)
    chinese = opened(context, demo.origin)
    chinese.get_by_role("link", name="中文").click()
    expect(chinese.locator("#unit")).to_have_text("规则涉及人数")

    for page, title in ((english, "within 1,250 m"), (chinese, "1,250米以内")):
        thumb(page, "radius").press("ArrowRight")
        expect(page.locator("#hours-chart-title")).to_contain_text(title.replace(" m", "\N{NO-BREAK SPACE}m"))

    # Only the link says a language: a tab opened anew speaks the one chosen last.
    expect(opened(context, demo.origin).locator("#unit")).to_have_text("规则涉及人数")
    context.close()


def test_the_calendar_names_months_and_days_in_chinese(browser: Browser, demo: Server) -> None:
    context = browser.new_context(viewport=DESK, locale="en-GB")
    page = opened(context, f"{demo.origin}/?lang=zh_Hans")
    expect(page.locator("#dates")).to_have_value("2020年5月30日")
    page.locator("#dates").click()
    calendar = page.locator(".dash-datepicker-content")
    expect(calendar).to_contain_text("2020年5月")
    year, month = (calendar.locator(part).bounding_box() for part in ("input[type=number]", ".dash-dropdown"))
    assert year is not None
    assert month is not None
    assert year["x"] < month["x"], "the year comes first"
    expect(calendar.get_by_role("button", name="下个月")).to_be_visible()
    expect(calendar).not_to_contain_text("Mo")
    context.close()
