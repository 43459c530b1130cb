"""Short ways: `?` tells of the keys, each does what it says, and one switch leaves all letters be."""

from collections.abc import Iterator

import pytest
from onpage import choose, query, until
from playwright.sync_api import Browser, Page, expect
from serving import Server
from watching import DESK, close, watched


@pytest.fixture(scope="module")
def page(browser: Browser, demo: Server) -> Iterator[Page]:
    rights = ["clipboard-read", "clipboard-write"]
    with browser.new_context(locale="en-GB", viewport=DESK, permissions=rights) as context:
        page, seen = watched(context, demo, "?site=xinfadi&radius_m=1000&min_dwell_min=0")
        expect(page.locator("#better-offer")).to_be_visible()
        until(page, lambda: page.evaluate("history.state?.scope?.at"), 0)
        yield page
        close(page, seen, demo.origin)


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_number_and_sentence_are_copied_whole(page: Page) -> None:
    page.keyboard.press("n")
    number = f"{page.locator('#number').inner_text()} ({page.locator('#interval').inner_text()})"
    expect(page.locator("#keys-said")).to_contain_text(number)
    assert copied(page) == f"People flagged: {number}, Counted"
    page.get_by_role("button", name="Copy the sentence").click()
    sentence = page.locator("#sentence").inner_text()
    expect(page.locator("#keys-said")).to_contain_text(sentence)
    assert copied(page) == sentence


def test_the_better_rule_and_its_undoing_and_none_of_it_where_the_letters_are_off(page: Page) -> None:
    page.keyboard.press("b")
    until(page, lambda: query(page)["radius_m"], "500")
    page.keyboard.press("u")
    until(page, lambda: query(page)["radius_m"], "1000")
    page.keyboard.press("?")
    switch = page.get_by_role("switch")
    expect(switch).to_have_attribute("aria-checked", "true")
    page.keyboard.press("b")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("b")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert query(page)["radius_m"] == "1000"
    page.get_by_role("switch").click()
    page.keyboard.press("Escape")


def test_a_letter_typed_into_a_field_is_a_letter_and_a_slash_finds_a_place(page: Page) -> None:
    page.locator("#tests-a-person").focus()
    page.keyboard.press("b")
    page.keyboard.press("u")
    assert query(page)["radius_m"] == "1000"
    page.locator("#sentence").click()
    page.keyboard.press("/")
    expect(page.locator(".dash-dropdown-content .dash-dropdown-search")).to_be_focused()
    page.keyboard.press("Escape")


def test_a_list_that_is_closed_leaves_the_letters_to_the_keys(page: Page) -> None:
    choose(page, "site", "yuquandong")
    until(page, lambda: query(page)["site"], "yuquandong")
    page.keyboard.press("u")
    until(page, lambda: query(page)["site"], "xinfadi")
    expect(page.locator(".dash-dropdown-content")).to_have_count(0)
