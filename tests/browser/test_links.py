"""Links: a good one opens its view, a bad one says which part is wrong and shows the nearest."""

from urllib.parse import urlencode

from onpage import query, store, until
from playwright.sync_api import expect
from watching import Open

from dashboard.release.answerable import settle
from dashboard.release.load import Release
from dashboard.rule import FIELDS


def test_a_whole_link_opens_its_view_without_a_notice(open_page: Open) -> None:
    asked = {
        "release": "demo",
        "site": "markets",
        "radius_m": "500",
        "min_dwell_min": "15",
        "start": "2020-06-01",
        "end": "2020-06-04",
        "focus": "110106",
        "hours": "3-10",
        "layer": "homes",
    }
    page = open_page(f"?{urlencode(asked)}")
    until(page, lambda: query(page), asked)
    expect(page.locator("#notice")).to_be_empty()
    expect(page.locator("#radius-words")).to_have_text("500\N{NO-BREAK SPACE}m")
    expect(page.locator("#focus")).to_contain_text("Fengtai")
    expect(page.locator("#hours-words")).to_have_text("03:00 to 10:00")


def test_every_wrong_part_is_named_and_the_nearest_shown(open_page: Open, release: Release) -> None:
    wrong = {
        "site": "xinfad",
        "radius_m": "600",
        "min_dwell_min": "x",
        "start": "2019-01-01",
        "end": "soon",
        "focus": "1",
        "hours": "9-3",
        "layer": "moon",
    }
    page = open_page(f"?{urlencode(wrong)}")
    lines = page.locator("#notice[role=alert] li, #notice [role=alert] li").all_inner_texts()
    assert [line.split(" is ")[0] for line in lines] == list(wrong)
    for line, asked in zip(lines, wrong.values(), strict=True):
        assert asked in line
    nearest, _ = settle(release, wrong)
    until(page, lambda: query(page), {"release": "demo"} | {k: str(v) for k, v in nearest.to_dict().items()})
    assert {field: store(page, "rule")[field] for field in FIELDS} == nearest.to_dict()
    look = store(page, "look")
    assert (look["focus"], look["hours"], look["layer"]) == ("", [0, 24], "heat")


def test_a_link_to_another_release_names_those_that_are_here(open_page: Open) -> None:
    page = open_page("?release=nope", number=False)
    expect(page.locator("h1")).to_have_text("There is no release called 'nope' here")
    page.locator("main a").click()
    expect(page.locator("#number")).not_to_be_empty()
    assert query(page)["release"] == "demo"
