"""Find a place and set dates by typing: what cannot be is said in words, and changes nothing."""

import pytest
from onpage import query, until
from playwright.sync_api import Page, expect
from watching import Open

OPTIONS = ".dash-dropdown-content .dash-options-list-option"
NOTE = "#dates-note"


def look_for(page: Page, text: str) -> None:
    page.locator("#site").click()
    expect(page.locator(".dash-dropdown-search")).to_be_focused()
    page.keyboard.type(text)


@pytest.mark.parametrize(
    ("lang", "text", "name", "site"),
    [
        ("zh_Hans", "ygz", "岳各庄批发市场", "yuegezhuang"),
        ("zh_Hans", "yuquandng", "玉泉东市场", "yuquandong"),
        ("en", "玉泉东", "Yuquandong market", "yuquandong"),
        ("en", "39.81, 116.33", "On the map: 39.81000, 116.33000", "@39.81000,116.33000"),
    ],
)
def test_a_place_is_found_by_first_letters_misspelt_and_by_coordinates(
    open_page: Open, lang: str, text: str, name: str, site: str
) -> None:
    page = open_page(f"?lang={lang}")
    look_for(page, text)
    expect(page.locator(OPTIONS)).to_have_text([name])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    until(page, lambda: query(page).get("site"), site)


def type_date(page: Page, field: str, text: str) -> None:
    page.locator(f"#{field}").fill(text)
    page.keyboard.press("Enter")


def test_a_date_that_cannot_be_is_said_and_changes_nothing(open_page: Open) -> None:
    page = open_page()
    shown = [page.locator("#dates").input_value(), page.locator("#dates-end-date").input_value()]
    for field, typed, said in (
        ("dates", "20 July 2020", "outside the period of this release, 30 May to 12 June 2020"),
        ("dates-end-date", "2019-01-01", "outside the period"),
        ("dates", "5/6/2020", "no date that can be read"),
    ):
        type_date(page, field, typed)
        expect(page.locator(NOTE)).to_contain_text(f"{typed} ")
        expect(page.locator(NOTE)).to_contain_text(said)
        expect(page.locator(f"#{field}")).to_have_attribute("aria-invalid", "true")
        page.keyboard.press("Escape")
        page.locator("#sentence").click()
        assert [page.locator("#dates").input_value(), page.locator("#dates-end-date").input_value()] == shown
    assert (query(page)["start"], query(page)["end"]) == ("2020-05-30", "2020-06-12")
    type_date(page, "dates-end-date", "2020-06-05")
    until(page, lambda: query(page)["end"], "2020-06-05")
    expect(page.locator(NOTE)).to_be_empty()
    page.keyboard.press("Escape")
    type_date(page, "dates", "8 Jun 2020")
    expect(page.locator(NOTE)).to_contain_text("may not lie after")
    page.keyboard.press("Escape")
    page.locator("#sentence").click()
    assert (query(page)["start"], query(page)["end"]) == ("2020-05-30", "2020-06-05")
