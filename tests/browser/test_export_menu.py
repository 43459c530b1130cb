"""Views leave the browser as pictures and files that say what they are."""

import json
import re
import struct
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
import pytest
from onpage import map_cells, press, query, traces, until
from playwright.sync_api import Page, expect
from pptx import Presentation
from watching import Open

from dashboard.counting.count import count
from dashboard.release.answerable import default_rule
from dashboard.release.load import Release

PNG = b"\x89PNG\r\n\x1a\n"


def taken(page: Page, menu: str, item: str, folder: Path) -> tuple[str, bytes]:
    """Return the name and the content of what an export menu gives."""
    page.locator(f"{menu} .export summary").click()
    with page.expect_download() as download:
        page.locator(f"{menu} .export-item", has_text=item).first.click()
    expect(page.locator(f"{menu} .export-items")).not_to_be_visible()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path.name, path.read_bytes()


@pytest.fixture
def page(open_page: Open) -> Page:
    page = open_page()
    until(page, lambda: bool(traces(page, "days")) and bool(map_cells(page, painted=True)), expected=True)
    return page


def test_a_table_is_that_of_the_rule_on_the_page(page: Page, release: Release, tmp_path: Path) -> None:
    press(page, "stay", "ArrowRight", 2)
    until(page, lambda: query(page)["min_dwell_min"], "15")
    name, content = taken(page, "section.chart:has(#matrix)", "CSV", tmp_path)
    assert name == "xinfadi_1000m_15min_2020-05-30_2020-06-12_matrix.en.csv"
    rule = default_rule(release)
    answer = count(release, rule)
    (row,) = pl.read_csv(content, comment_prefix="#").filter(radius_m=rule.radius_m, min_dwell_min=0).to_dicts()
    assert row["people_mid"] == answer.people.mid
    assert page.locator("#sentence").inner_text() in content.decode()
    assert f"?{urlencode(query(page))}" in content.decode()


def test_a_chart_is_a_picture_with_what_it_is(page: Page, tmp_path: Path) -> None:
    name, svg = taken(page, "section.chart:has(#days)", "SVG", tmp_path)
    assert name == "xinfadi_1000m_any_2020-05-30_2020-06-12_days.en.svg"
    drawn = svg.decode()
    for words in ("Flagged by day", "Counted. ", "Synthetic data", "Returning", "site=xinfadi"):
        assert words in drawn
    _, png = taken(page, "section.chart:has(#days)", "PNG", tmp_path)
    assert png.startswith(PNG)
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height > 2 * 200) == (2 * 720, True)


def test_the_map_is_a_picture_and_a_layer_of_its_cells(page: Page, tmp_path: Path) -> None:
    name, png = taken(page, ".player", "PNG", tmp_path)
    assert re.fullmatch(r"xinfadi_1000m_any_2020-05-30_2020-06-12_[0-9a-f]{8}_map.en.png", name)
    assert png.startswith(PNG)
    box = page.locator("#map").bounding_box()
    width, height = struct.unpack(">II", png[16:24])
    assert width == pytest.approx(2 * box["width"], abs=2)
    assert height > 2 * box["height"]
    _, layer = taken(page, ".player", "GeoJSON", tmp_path)
    cells = {f["properties"].get("cell") for f in json.loads(layer)["features"]} - {None}
    in_view = set(map_cells(page))
    assert cells
    assert cells <= in_view


def test_the_menu_works_with_the_keyboard(page: Page) -> None:
    menu = page.locator("section.chart:has(#days) .export")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.locator(".export-items")).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.locator(".export-item").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu.locator(".export-items")).not_to_be_visible()
    expect(menu.locator("summary")).to_be_focused()


def test_the_briefing_is_of_the_rule_on_the_page_and_the_page_says_that_it_is_being_made(
    page: Page, tmp_path: Path
) -> None:
    page.locator("#briefing summary").click()
    making = page.locator("#briefing button:disabled")
    with page.expect_download() as download:
        page.locator("[data-briefing='briefing.pptx']").click()
        expect(making).to_have_text("Making the briefing …")
    expect(making).not_to_be_visible()
    expect(page.locator("#briefing summary")).to_be_focused()
    assert download.value.suggested_filename == "xinfadi_1000m_any_2020-05-30_2020-06-12_briefing.en.pptx"
    download.value.save_as(tmp_path / "b.pptx")
    footer = Presentation(str(tmp_path / "b.pptx")).slides[0].placeholders[11].text_frame.text
    assert page.locator("#sentence").inner_text().replace("\n", " ") in footer
    assert page.url in footer


def test_a_briefing_that_does_not_arrive_is_said_and_can_be_asked_for_again(page: Page) -> None:
    page.route("**/export/briefing.pdf*", lambda route: route.fulfill(body="no file"))
    page.locator("#briefing summary").click()
    page.locator("[data-briefing='briefing.pdf']").click()
    expect(page.locator("#briefing-status")).to_have_text("The briefing could not be made. Try again.")
    expect(page.locator("#briefing summary")).to_be_visible()
