"""Places that nobody counted: chosen together, clicked, drawn, typed, opened by their link, and asked for."""

from pathlib import Path
from typing import Any

from onpage import press, query, rings, store, until
from playwright.sync_api import Page, expect
from serving import Server
from watching import Open

from dashboard.boundary import Boundary, corners_of
from dashboard.builder.places import read_places
from dashboard.counting.count import count
from dashboard.place import drawn, parse_place
from dashboard.release.answerable import default_rule
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views.uncounted import sentence

CORNERS = [(39.8, 116.33), (39.82, 116.33), (39.81, 116.36)]
AREA = str(drawn(CORNERS))


def shows_bracket(page: Page, release: Release, site: str, **changes: object) -> None:
    """Assert that the page shows the bracket of a site, and that its address says so."""
    rule = Rule(**{**vars(default_rule(release)), "place": parse_place(site), **changes})
    expect(page.locator("#sentence")).to_have_text(sentence(release, count(release, rule)))
    expect(page.locator("#method")).to_have_text("Bracket")
    until(page, lambda: query(page)["site"], site)


def middle_of_map(page: Page) -> tuple[float, float]:
    box = page.locator(".leaflet-map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def outlines(page: Page) -> list[Any]:
    """Return the corners of the areas on the map that are no cells, districts or sites."""
    return list(
        page.evaluate(
            """() => {
              const found = [];
              leafletMap.eachLayer((layer) => {
                if (layer instanceof L.Polygon && !layer.feature)
                  found.push(layer.getLatLngs()[0].map(({ lat, lng }) => [lat, lng]));
              });
              return found;
            }"""
        )
    )


def type_point(page: Page, lat: float, lng: float) -> None:
    page.locator("#draw-lat").fill(str(lat))
    page.locator("#draw-lng").fill(str(lng))
    page.keyboard.press("Enter")


def test_a_click_chooses_a_point_whose_number_moves_with_the_radius(open_page: Open, release: Release) -> None:
    page = open_page()
    before = page.locator("#number").inner_text()
    page.locator("#draw-point").click()
    x, y = middle_of_map(page)
    page.mouse.click(x + 40, y + 30)
    expect(page.locator("#method")).to_have_text("Bracket")
    site = store(page, "rule")["site"]
    assert site.startswith("@39.8")
    shows_bracket(page, release, site)
    until(page, lambda: rings(page), [1000])
    expect(page.locator("#draw-bar")).to_be_hidden()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    press(page, "radius", "ArrowLeft", 2)
    shows_bracket(page, release, site, radius_m=500)
    until(page, lambda: rings(page), [500])
    assert not [body for body in asked if '"id":"answer"' in body]
    page.locator("#draw-clear").click()
    expect(page.locator("#method")).to_have_text("Counted")
    press(page, "radius", "ArrowRight", 2)
    expect(page.locator("#number")).to_have_text(before)


def test_two_clicks_draw_a_circle_to_the_nearest_radius(open_page: Open, release: Release) -> None:
    page = open_page()
    page.locator("#draw-circle").click()
    x, y = middle_of_map(page)
    page.mouse.click(x + 20, y)
    expect(page.locator("#draw-hint")).to_contain_text("edge")
    lat, lng = page.evaluate(
        "([x, y]) => { const at = leafletMap.containerPointToLatLng([x, y]); return [at.lat, at.lng]; }", [0, 0]
    )
    metres = page.evaluate(
        "([lat, lng, dx]) => { const a = leafletMap.latLngToContainerPoint([lat, lng]);"
        " return leafletMap.distance([lat, lng], leafletMap.containerPointToLatLng([a.x + dx, a.y])); }",
        [lat, lng, 150],
    )
    nearest = min(release.manifest.radii_m, key=lambda stop: abs(stop - metres))
    page.mouse.click(x + 170, y)
    until(page, lambda: query(page)["radius_m"], str(nearest))
    shows_bracket(page, release, store(page, "rule")["site"], radius_m=nearest)
    until(page, lambda: rings(page), [nearest])


def test_an_area_is_drawn_by_clicks_and_no_layer_hears_them(open_page: Open, release: Release) -> None:
    page = open_page()
    page.locator("#draw-area").click()
    x, y = middle_of_map(page)
    page.mouse.click(x, y)  # on the market itself
    for dx, dy in ((120, 0), (120, 90)):
        page.mouse.click(x + dx, y + dy)
    page.mouse.dblclick(x, y + 90)
    expect(page.locator("#sentence")).to_contain_text("inside the area drawn")
    site = store(page, "rule")["site"]
    assert site.count("~") == 3
    shows_bracket(page, release, site)
    until(page, lambda: len(outlines(page)), 1)
    expect(page.locator("#radius-field")).to_be_hidden()
    assert store(page, "look")["focus"] == ""


def test_an_area_is_typed_and_its_link_opens_it_again(open_page: Open, release: Release) -> None:
    page = open_page()
    page.locator("#draw-area").focus()
    page.keyboard.press("Enter")
    type_point(page, 39.8, 400)
    expect(page.locator("#draw-hint")).to_contain_text("longitude from -180 to 180")
    type_point(page, 31.2, 121.4)
    expect(page.locator("#draw-hint")).to_contain_text("outside the release")
    for corner in CORNERS:
        type_point(page, *corner)
    page.locator("#draw-finish").focus()
    page.keyboard.press("Enter")
    shows_bracket(page, release, AREA)
    expect(page.locator("#draw-area")).to_be_focused()
    page.reload()
    shows_bracket(page, release, AREA)
    until(page, lambda: outlines(page), [[list(corner) for corner in CORNERS]])
    expect(page.locator("#site")).to_contain_text("area of 3 corners")
    expect(page.locator("#days")).to_be_hidden()
    expect(page.locator("#notice")).to_be_empty()


def test_places_chosen_together_get_a_bracket_and_a_group_is_counted(open_page: Open, release: Release) -> None:
    page = open_page("?site=xinfadi~xingong")
    shows_bracket(page, release, "xinfadi~xingong")
    until(page, lambda: len(rings(page)), 2)
    page.locator("#more-places").click()
    page.locator(".dash-dropdown-content").get_by_text("Yuquandong market").click()
    page.keyboard.press("Escape")
    shows_bracket(page, release, "xinfadi~xingong~yuquandong")
    page.goto(page.url.split("?")[0] + "?site=xinfadi~yuegezhuang~yuquandong~tiantao-honglian")
    expect(page.locator("#method")).to_have_text("Counted")
    expect(page.locator("#sentence")).to_contain_text("of The four markets")


def test_a_count_is_asked_for_with_a_file_that_the_builder_reads(open_page: Open, tmp_path: Path) -> None:
    page = open_page(f"?site={AREA}")
    expect(page.locator("#ask-words")).to_contain_text("outline of the area")
    with page.expect_download() as download:
        page.locator("#ask-count").click()
    assert download.value.suggested_filename == "sites.csv"
    download.value.save_as(tmp_path / "sites.csv")
    (site,) = read_places(tmp_path / "sites.csv")
    (outline,) = site.shapes
    assert isinstance(outline, Boundary)
    assert set(corners_of([outline])) == set(CORNERS)


def test_a_link_to_what_cannot_be_drawn_says_so(open_page: Open) -> None:
    page = open_page("?site=@10,40")
    expect(page.locator("#notice")).to_contain_text("outside the area of the release")
    expect(page.locator("#method")).to_have_text("Counted")


def test_where_nothing_bounds_a_place_there_is_no_number(open_page: Open, several: Server) -> None:
    page = open_page("?release=markets&site=@39.95,116.2&radius_m=250", server=several)
    expect(page.locator("#number")).to_have_text("Not known")
    expect(page.locator("#method")).to_have_text("Not counted")
    expect(page.locator("#sentence")).to_contain_text("Nothing that was counted tells how many")
    expect(page.locator("#ask-count")).to_be_visible()
