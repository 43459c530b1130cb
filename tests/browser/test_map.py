"""The map: what is in focus, what a cell says, how many there are, and the hours one after another."""

import math
import re
from collections.abc import Iterator

import pytest
from onpage import ask, choose, colours, map_cells, on_screen, press, query, store, thumb, traces, until
from playwright.sync_api import BrowserContext, Page, expect
from serving import Server
from watching import Open, close, watched

from dashboard import cells
from dashboard.answers.cell_table import ROWS_SHOWN
from dashboard.counting import in_view, presence, reach
from dashboard.counting.scaled import in_people
from dashboard.release.answerable import default_rule
from dashboard.release.load import Release

DISTRICT = "110106"
CELLS_IN_VIEW = 5_000
LAST_HOUR = 23


@pytest.fixture(scope="module")
def page(desk: BrowserContext, demo: Server) -> Iterator[Page]:
    """One page for all that looks at the map and leaves it as it was."""
    opened, seen = watched(desk, demo)
    until(opened, lambda: drawn(opened) and bool(map_cells(opened, painted=True)), expected=True)
    yield opened
    close(opened, seen, demo.origin)


def drawn(page: Page) -> bool:
    """Say whether cells and heat on the map are those of the view."""
    return bool(
        page.evaluate(
            """() => {
              const data = (id) => dash_component_api.getLayout(id)?.props?.data;
              const [view, heat, cells] = ["view", "heat", "cells"].map(data);
              return Boolean(view && heat && cells) && view.key === heat.key
                && cells.features.every(({ properties }) => properties.key === view.key);
            }"""
        )
    )


def clock(page: Page) -> str:
    return page.locator("#clock").inner_text()


def far_cell(page: Page, release: Release) -> int:
    """Return the painted cell furthest from the place, within 1,500 m of it."""
    place = release.places[str(default_rule(release).place)]
    painted = [cells.parse(cell) for cell in map_cells(page, painted=True)]
    near = cells.disk(place.shapes, 1500, cells.resolution(painted[0]))
    return max(set(painted) & set(near), key=near.__getitem__)


def test_a_cell_under_the_pointer_says_its_count(page: Page, release: Release) -> None:
    cell = far_cell(page, release)
    x, y = on_screen(page, *cells.centre(cell))
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    tip = page.locator(".leaflet-tooltip.tip")
    expect(tip).to_contain_text("devices in an average hour")
    expect(tip).not_to_contain_text(cells.to_text(cell))
    period = release.manifest.period
    heat = presence.heat(release, [cell], cells.resolution(cell), start=period.start, end=period.end)
    hours = 24 * len(release.presence_dates)
    said = tip.inner_text().removeprefix("under ").split(" ")
    assert float(said[0].replace(",", "")) <= heat["high"][0] / hours + 0.1


def test_a_hexagon_is_chosen_by_a_click_stepped_from_by_arrows_and_left_by_escape(page: Page, release: Release) -> None:
    cell = far_cell(page, release)
    panel = page.locator("#cell-panel")
    page.mouse.click(*on_screen(page, *cells.centre(cell)))
    expect(panel).to_have_attribute("data-chosen", cells.to_text(cell))
    page.locator(".leaflet-map").focus()
    page.keyboard.press("ArrowRight")
    expect(panel).not_to_have_attribute("data-chosen", cells.to_text(cell))
    assert panel.get_attribute("data-chosen") in map_cells(page)
    page.keyboard.press("ArrowLeft")
    expect(panel).to_have_attribute("data-chosen", cells.to_text(cell))
    page.keyboard.press("Escape")
    expect(page.locator("#cell-panel")).to_be_hidden()
    expect(page.locator(".leaflet-map")).to_be_focused()


def test_heat_lies_over_the_districts_whichever_comes_last(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    page.evaluate(
        """() => {
          const { hideout } = dash_component_api.getLayout("districts").props;
          dash_clientside.set_props("districts", { hideout: { ...hideout, again: true } });
        }"""
    )
    page.wait_for_timeout(500)
    order = page.evaluate(
        """() => {
          let renderer = null;
          leafletMap.eachLayer((layer) => { if (layer.feature?.properties.cell) renderer = layer._renderer; });
          const order = [];
          for (let drawn = renderer._drawFirst; drawn; drawn = drawn.next) {
            const { cell, code } = drawn.layer.feature?.properties ?? {};
            if (cell || code) order.push(cell ? "cell" : "district");
          }
          return order;
        }"""
    )
    assert set(order) == {"cell", "district"}
    assert order == sorted(order, reverse=True)


def test_home_districts_take_the_place_of_the_heat(page: Page) -> None:
    page.locator("#layer input").nth(1).check()
    expect(page.locator("#legend .legend-title")).to_have_text("Home district of the people flagged")
    until(page, lambda: map_cells(page, painted=True), [])
    assert query(page)["layer"] == "homes"
    page.locator("#layer input").nth(0).check()
    expect(page.locator("#legend .legend-title")).to_contain_text("Devices in an average hour")
    # The map flies from the city back to the place.
    until(page, lambda: {cells.resolution(cells.parse(cell)) for cell in map_cells(page, painted=True)}, {9})


def test_playback_walks_the_hours_pauses_seeks_and_returns(page: Page, release: Release) -> None:
    until(page, lambda: drawn(page), expected=True)
    whole = colours(page)
    play = page.locator("#play")
    play.click()
    expect(play).to_have_text("Pause")
    expect(page.locator("#clock")).to_have_text(re.compile(r", 0[2-9]:00$"))
    play.click()
    expect(play).to_have_text("Play")
    paused = clock(page)
    assert colours(page) != whole
    page.wait_for_timeout(600)
    assert clock(page) == paused
    hour = int(paused[-5:-3])
    until(page, lambda: thumb(page, "time").get_attribute("aria-valuenow"), str(hour))
    press(page, "time", "ArrowRight")
    expect(page.locator("#clock")).to_have_text(f"{paused[:-5]}{hour + 1:02d}:00")
    press(page, "time", "End")
    end = release.manifest.period.end
    expect(page.locator("#clock")).to_have_text(f"{end.day} {end:%b}, {LAST_HOUR}:00")
    page.locator("#all-hours").click()
    expect(page.locator("#clock")).to_have_text("All hours")
    until(page, lambda: colours(page), whole)


def test_playback_keeps_its_speed(page: Page) -> None:
    choose(page, "speed", "2")
    page.locator("#play").click()
    expect(page.locator("#clock")).to_have_text(re.compile(r":00$"))
    first = page.evaluate("performance.now()"), int(thumb(page, "time").get_attribute("aria-valuenow") or 0)
    page.wait_for_timeout(2000)
    last = page.evaluate("performance.now()"), int(thumb(page, "time").get_attribute("aria-valuenow") or 0)
    page.locator("#all-hours").click()
    assert 1 <= 1000 * (last[1] - first[1]) / (last[0] - first[0]) <= 3


def test_the_hours_of_the_day_narrow_the_heat(page: Page) -> None:
    whole = store(page, "heat")["low"]
    press(page, "hours", "ArrowRight", 3)
    expect(page.locator("#hours-words")).to_have_text("03:00 to 24:00")
    until(page, lambda: query(page).get("hours"), "3-24")
    until(page, lambda: store(page, "heat")["low"] != whole, expected=True)
    press(page, "hours", "ArrowLeft", 3)
    until(page, lambda: "hours" in query(page), expected=False)
    until(page, lambda: store(page, "heat")["low"] == whole, expected=True)


def test_a_place_on_the_map_is_chosen_by_a_click(page: Page, release: Release) -> None:
    page.mouse.click(*on_screen(page, *release.places["xingong"].shapes[0]))
    until(page, lambda: query(page)["site"], "xingong")
    expect(page.locator("#sentence")).to_contain_text("Xingong station")


def test_fewer_than_5000_cells_are_in_view_at_every_zoom(page: Page) -> None:
    page.wait_for_timeout(1500)  # until the map has flown to its place
    resolutions = []
    for zoom in (14, 12, 10.5, 9, 7):
        page.evaluate("(zoom) => void leafletMap.setZoom(zoom, { animate: false })", zoom)
        until(page, lambda: store(page, "view")["zoom"], zoom)
        until(page, lambda: drawn(page), expected=True)
        shown = map_cells(page)
        assert 0 < len(shown) <= CELLS_IN_VIEW
        resolutions.append(cells.resolution(cells.parse(shown[0])))
    assert resolutions == sorted(resolutions, reverse=True)
    assert resolutions[0] > resolutions[-1]


def test_a_district_in_focus_tells_of_its_residents_and_keeps_the_heat_inside(
    open_page: Open, release: Release
) -> None:
    page, rule, district = open_page(), default_rule(release), release.districts[DISTRICT]
    choose(page, "focus", DISTRICT)
    until(page, lambda: query(page).get("focus"), DISTRICT)
    homes, _ = in_people(release.manifest, reach.by_home(release, rule))
    (mid,) = homes.filter(home=DISTRICT)["mid"]
    expect(page.locator("#district-panel h3")).to_have_text(f"Residents of {district.name} flagged")
    per_thousand = f"{1000 * mid / district.population:.1f} of every 1,000 residents"
    expect(page.locator("#district-panel")).to_contain_text(per_thousand)
    expect(page.locator("#hours-chart-title")).to_have_text(f"Devices by hour in {district.name}")
    profile = presence.profile(release, presence.district_area(release, DISTRICT), rule.start, rule.end)
    until(page, lambda: sum(map(sum, traces(page, "hours-chart")[0]["z"])), profile["mid"].sum())
    until(page, lambda: drawn(page) and store(page, "view")["focus"] == DISTRICT, expected=True)
    until(page, lambda: bool(map_cells(page, painted=True)), expected=True)
    painted = [cells.parse(cell) for cell in map_cells(page, painted=True)]
    inside = cells.inside(district.geometry, cells.resolution(painted[0]))
    assert set(painted) <= inside


def test_a_district_on_the_map_is_focused_by_a_click(open_page: Open) -> None:
    page = open_page("?layer=homes")
    until(page, lambda: drawn(page), expected=True)
    page.mouse.click(*on_screen(page, 39.60, 116.36))
    until(page, lambda: query(page).get("focus"), "110115", within_s=10)


def test_the_table_holds_the_cells_in_view_most_first(open_page: Open, release: Release) -> None:
    page = open_page()
    until(page, lambda: bool(map_cells(page)), expected=True)
    assert store(page, "table-of") is None
    page.locator("#table-open").focus()
    page.keyboard.press("Enter")
    rows = page.locator("#cell-table tbody tr")
    expect(rows).to_have_count(ROWS_SHOWN)
    asked = store(page, "table-of")
    south, west, north, east = asked["box"]
    heat = presence.heat(
        release,
        in_view.cells_in_box(release, south, west, north, east, release.manifest.presence_resolution),
        release.manifest.presence_resolution,
        start=release.manifest.period.start,
        end=release.manifest.period.end,
    ).sort("mid", descending=True)
    most = heat.row(0, named=True)
    hours = 24 * len(release.presence_dates)
    assert rows.first.locator("th, td").all_inner_texts()[::2] == [
        "1",
        f"{math.floor(most['low'] / hours):,}",
        f"{math.ceil(most['high'] / hours):,}",
    ]
    expect(page.locator("#cell-table p").first).to_contain_text(f"of {heat.height:,} hexagons in view")
    shown = page.locator("#cell-table").inner_text()
    assert not re.search(r"[0-9a-f]{15}|device-hours|H3", shown, re.IGNORECASE)
    press(page, "hours", "ArrowLeft", 20, position=1)
    until(page, lambda: store(page, "table-of")["look"]["hours"], [0, 4])
    page.locator("#table-open").press("Enter")
    expect(page.locator("#cell-table")).to_be_hidden()
    expect(page.locator("#table-open")).to_have_attribute("aria-expanded", "false")


PICTURED = """({ draw }) => {
  const [said, own] = [[], CanvasRenderingContext2D.prototype.fillText];
  CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
    said.push(text);
    own.call(this, text, ...at);
  };
  draw();
  CanvasRenderingContext2D.prototype.fillText = own;
  return said.join(" ");
}"""


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Devices in an average hour, 18:00 to 22:00, any length of stay"), ("zh_Hans", "18:00至22:00")],
)
def test_legend_and_picture_say_the_hours_when_they_are_narrowed(open_page: Open, language: str, said: str) -> None:
    page = open_page(f"?site=xinfadi&min_dwell_min=0&hours=18-22&lang={language}")
    title = page.locator("#legend .legend-title")
    expect(title).to_contain_text(said)
    assert said.replace(" ", "") in ask(page, "export/map-picture.mjs", PICTURED).replace(" ", "")
    press(page, "hours", "Home", position=0)
    press(page, "hours", "End", position=1)
    expect(title).not_to_contain_text("22:00")
    assert "22:00" not in ask(page, "export/map-picture.mjs", PICTURED)
