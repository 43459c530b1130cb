"""What is expected of a rule: the sentence moves with the control, a point of the frontier sets the rule."""

from onpage import press, query, traces, until
from playwright.sync_api import Page, expect
from watching import Open

from dashboard.release.load import Release


def said(page: Page) -> str:
    return page.locator("#expected-line").inner_text()


def test_the_expectation_moves_with_the_radius_and_a_narrow_rule_loses_its_warning(open_page: Open) -> None:
    page = open_page("?site=xinfadi&radius_m=1000&min_dwell_min=30")
    expect(page.locator("#expected-line")).to_contain_text("Expected: ")
    before = said(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    press(page, "radius", "ArrowLeft", 3)
    until(page, lambda: said(page) != before, expected=True)
    expect(page.locator("#expected-warning")).to_have_text("")
    assert not [body for body in asked if '"expected"' in body]


def test_another_meaning_of_a_true_visitor_asks_the_server_anew(open_page: Open) -> None:
    page = open_page("?site=xinfadi&radius_m=500&min_dwell_min=15")
    expect(page.locator("#expected-line")).to_contain_text("within 250\N{NO-BREAK SPACE}m for 30 minutes")
    page.locator("#true-radius").click()
    page.locator(".dash-dropdown-content label", has_text="500").click()
    expect(page.locator("#expected-line")).to_contain_text("within 500\N{NO-BREAK SPACE}m for 30 minutes")


def test_a_point_of_the_frontier_sets_the_rule(open_page: Open, release: Release) -> None:
    page = open_page("?site=xinfadi&radius_m=1000&min_dwell_min=0")
    until(page, lambda: bool(traces(page, "frontier")), expected=True)
    point = page.locator("#frontier .scatterlayer .trace").nth(1).locator("path.point").first
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    until(page, lambda: query(page).get("radius_m") != "1000" or query(page).get("min_dwell_min") != "0", expected=True)
    assert int(query(page)["radius_m"]) in release.manifest.radii_m
    assert int(query(page)["min_dwell_min"]) in release.manifest.min_dwell_min
