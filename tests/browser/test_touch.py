"""A phone: fingers move the rule, the map and the page, and what they press is large enough."""

import math
from collections.abc import Iterator

import pytest
from onpage import KEEP_MAP, SLIDER, map_cells, on_screen, query, until
from playwright.sync_api import Browser, CDPSession, Page, expect
from serving import Server
from watching import close, watched

from dashboard import cells

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def phone(browser: Browser, demo: Server) -> Iterator[Page]:
    """One page on a phone, for one test after another."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    context.add_init_script(KEEP_MAP)
    page, seen = watched(context, demo)
    yield page
    close(page, seen, demo.origin)
    context.close()


@pytest.fixture(scope="module")
def fingers(phone: Page) -> CDPSession:
    return phone.context.new_cdp_session(phone)


def middle(page: Page, part: str) -> tuple[float, float]:
    page.locator(part).scroll_into_view_if_needed()
    box = page.locator(part).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def place(page: Page) -> list[float]:
    return list(page.evaluate("(({ lat, lng }) => [lat, lng, leafletMap.getZoom()])(leafletMap.getCenter())"))


def move(fingers: CDPSession, *paths: list[tuple[float, float]]) -> None:
    """Put a finger on the start of each path, move them along together, and lift them."""
    for step, points in enumerate(zip(*paths, strict=True)):
        touches = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(points)]
        fingers.send(
            "Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": touches}
        )
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_drags_the_radius_and_the_number_follows(phone: Page, fingers: CDPSession) -> None:
    before = phone.locator("#number").inner_text()
    x, y = middle(phone, f"#radius {SLIDER}")
    move(fingers, [(x + along, y) for along in (0, 40, 80)])
    until(phone, lambda: int(query(phone)["radius_m"]) > 1000, expected=True)
    assert phone.locator("#number").inner_text() != before


def test_a_tap_on_a_hexagon_says_its_count(phone: Page) -> None:
    middle(phone, ".leaflet-map")
    until(phone, lambda: bool(map_cells(phone, painted=True)), expected=True)
    lat, lng, _ = place(phone)
    # Beside the place in the middle, which a tap would choose.
    painted = map(cells.parse, map_cells(phone, painted=True))
    cell = min(painted, key=lambda one: math.dist(cells.centre(one), (lat + 0.01, lng)))
    phone.touchscreen.tap(*on_screen(phone, *cells.centre(cell)))
    expect(phone.locator("#cell-panel")).to_have_attribute("data-chosen", cells.to_text(cell))
    phone.locator("#cell-panel [data-cell=close]").tap()
    expect(phone.locator("#cell-panel")).to_be_hidden()


def test_one_finger_on_the_map_scrolls_the_page_and_two_move_the_map(phone: Page, fingers: CDPSession) -> None:
    x, y = middle(phone, ".leaflet-map")
    before, top = place(phone), phone.evaluate("scrollY")
    move(fingers, [(x, y - up) for up in (0, 20, 60, 120, 200)])
    until(phone, lambda: phone.evaluate("scrollY") > top + 100, expected=True)
    assert place(phone) == before
    expect(phone.locator(".finger-hint")).to_be_visible()
    x, y = middle(phone, ".leaflet-map")
    move(fingers, *([(x + side * apart, y) for apart in (40, 60, 90, 120)] for side in (-1, 1)))
    until(phone, lambda: place(phone)[2] > before[2], expected=True)
    assert phone.evaluate("visualViewport.scale") == 1


def test_menus_lists_and_playback_open_by_a_tap(phone: Page) -> None:
    phone.locator(".briefing summary").tap()
    expect(phone.locator(".briefing .export-items")).to_be_visible()
    phone.locator(".briefing summary").tap()
    phone.locator("#site").tap()
    phone.locator(".dash-dropdown-content label", has_text="Xingong station").tap()
    until(phone, lambda: query(phone)["site"], "xingong")
    clock = phone.locator("#clock").inner_text()
    phone.locator("#play").tap()
    expect(phone.locator("#clock")).not_to_have_text(clock)
    phone.locator("#play").tap()
    expect(phone.locator("#play")).to_have_text("Play")


def test_a_rule_is_saved_by_touch_and_its_dialog_fits(phone: Page) -> None:
    phone.locator("[data-saved=save]").tap()
    box = phone.locator("#saved-dialog").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    phone.locator("[data-saved=confirm]").tap()
    expect(phone.locator("#saved-list a")).to_have_count(1)
