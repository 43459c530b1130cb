"""A base map lies under the heat, is credited, is off with one key, and comes from this server alone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from serving import Server
from watching import Open

HALL = "60.16640,24.95260,16"
CREDIT = "\N{COPYRIGHT SIGN} OpenStreetMap contributors"
# How many pixels of the base map and of its names are drawn.
PAINTED = """selector => [...document.querySelectorAll(selector)].reduce((sum, canvas) => {
  const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 3; at < data.length; at += 4) sum += data[at] > 0;
  return sum;
}, 0)"""
TILES, NAMES = ".leaflet-tile-pane canvas", ".leaflet-base-names-pane canvas"


def painted(page: Page, selector: str) -> int:
    count: int = page.evaluate(PAINTED, selector)
    return count


def drawn(page: Page) -> None:
    """Wait until the base map is drawn, names last."""
    expect(page.locator(f"{TILES}.leaflet-tile-loaded").first).to_be_visible()
    for _try in range(100):
        if painted(page, NAMES):
            return
        page.wait_for_timeout(100)


def test_streets_and_names_lie_on_the_map_are_credited_and_go_with_one_key(open_page: Open, several: Server) -> None:
    page = open_page(f"?release=helsinki&at={HALL}", server=several)
    drawn(page)
    assert painted(page, TILES) > 10_000
    assert painted(page, NAMES) > 1_000
    expect(page.locator(".base-credit")).to_have_text(CREDIT)
    switch = page.locator("#basemap input")
    switch.focus()
    page.keyboard.press("Space")
    expect(page.locator(TILES)).to_have_count(0)
    expect(page.locator(NAMES)).to_have_count(0)
    expect(page.locator(".base-credit")).to_have_count(0)
    expect(page).to_have_url(re.compile("basemap=off"))
    page.keyboard.press("Space")
    expect(page.locator(".base-credit")).to_have_text(CREDIT)


def test_a_link_without_the_base_map_opens_without_it(open_page: Open, several: Server) -> None:
    page = open_page(f"?release=helsinki&at={HALL}&basemap=off", server=several)
    expect(page.locator("#basemap input")).not_to_be_checked()
    expect(page.locator(".base-credit")).to_have_count(0)


def test_where_there_is_no_base_map_there_is_no_switch(open_page: Open, several: Server) -> None:
    page = open_page("?release=markets", server=several)
    expect(page.locator("#basemap")).to_be_hidden()
    expect(page.locator(".base-credit")).to_have_count(0)
