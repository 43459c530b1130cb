"""The pages beside the first: what they say, and that one gets back to the same view."""

from onpage import choose, press, query, store, until
from playwright.sync_api import expect
from serving import Server
from watching import Open

from dashboard.release.load import Release
from dashboard.release.rows import rows_by_date
from dashboard.views.example import ASKED


def test_data_says_what_was_withheld_on_every_date_and_leads_back_to_the_same_rule(
    open_page: Open, release: Release
) -> None:
    page = open_page()
    press(page, "radius", "ArrowRight")
    until(page, lambda: query(page).get("radius_m"), "1250")
    with page.expect_navigation():
        page.locator(".pages a", has_text="Data").click()
    expect(page.locator("h1")).to_have_text("Data")
    expect(page.locator(".pages a[aria-current=page]")).to_have_text("Data")
    expect(page.locator("main")).to_contain_text(release.digest)
    assert release.presence_parts is not None
    stated = [
        [f"{rows:,}", f"{withheld:,}"]
        for rows, withheld in rows_by_date(release.presence_parts).select("rows", "withheld").iter_rows()
    ]
    rows = page.locator("main tbody tr").all()
    assert [row.locator("td").all_inner_texts() for row in rows] == stated
    with page.expect_navigation():
        page.locator(".pages a", has_text="Explore").click()
    expect(page.locator("#number")).not_to_be_empty()
    until(page, lambda: store(page, "rule")["radius_m"], 1250)


def test_an_address_that_leads_nowhere_says_so(open_page: Open) -> None:
    page = open_page("moon", number=False)
    expect(page.locator("h1")).to_have_text("There is no page /moon here")
    with page.expect_navigation():
        page.locator("main a").click()
    expect(page.locator("#number")).not_to_be_empty()


def test_method_works_its_example_to_the_number(open_page: Open) -> None:
    page = open_page("method?radius_m=500", number=False)
    expect(page.locator("h1")).to_have_text("Method")
    last = page.locator("main table").nth(2).locator("tbody tr")
    assert [row.locator("td").last.inner_text() for row in last.all()] == [str(asked.flagged) for asked in ASKED]
    assert "radius_m=500" in str(page.locator(".pages a", has_text="Explore").get_attribute("href"))


def test_a_page_is_called_by_what_it_is_and_by_the_place_of_its_rule(open_page: Open, several: Server) -> None:
    called = {
        "method?lang=en": "Method",
        "method?lang=zh_Hans": "方法",
        "compare?lang=zh_Hans": "对比",
        "data?lang=en": "Data",
        "moon?lang=en": "There is no page /moon here",
    }
    for at, name in called.items():
        expect(open_page(at, number=False)).to_have_title(f"{name} \N{EN DASH} Screening Scope")
    page = open_page("?release=markets&site=quiet&lang=en", server=several)
    for place in ("Quiet market", "Closed market"):
        expect(page).to_have_title(f"{place} \N{EN DASH} Explore \N{EN DASH} Screening Scope")
        choose(page, "site", "closed")
