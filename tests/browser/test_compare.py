"""Rules side by side: the link, the columns, the numbers and the maps in step."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from onpage import query, store, until
from playwright.sync_api import Page, expect
from pptx import Presentation
from watching import Open

from dashboard.counting.compare import compare
from dashboard.counting.count import count
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views.compared import told, told_difference

A = {"site": "xinfadi", "radius_m": "1000", "min_dwell_min": "0", "start": "2020-05-30", "end": "2020-06-12"}
B = {**A, "radius_m": "500", "min_dwell_min": "15"}
C = {**A, "site": "yuquandong", "end": "2020-06-05"}


def link(*rules: dict[str, str], **more: str) -> str:
    return f"compare?{urlencode({'release': 'demo', **dict(zip('abcd', map(urlencode, rules), strict=False)), **more})}"


def part(name: str, column: int) -> str:
    return f'[id=\'{{"column":{column},"part":"{name}"}}\']'


def rules_of(page: Page) -> list[dict[str, str]]:
    return [dict(parse_qsl(value)) for name, value in query(page).items() if name in "abcd"]


def maps(page: Page) -> list[list[float]]:
    """Return middle and zoom of every map."""
    return list(
        page.evaluate(
            """scope.compare.maps().map((map) => {
              const { lat, lng } = map.getCenter();
              return [lat.toFixed(3), lng.toFixed(3), map.getZoom()].map(Number);
            })"""
        )
    )


def painted(page: Page) -> list[int]:
    """Return how many cells each map shows."""
    return list(
        page.evaluate(
            """scope.compare.maps().map((map) => {
              let cells = 0;
              map.eachLayer(({ feature, options }) => (cells += Boolean(feature?.properties.cell && options.fill)));
              return cells;
            })"""
        )
    )


def at_in_link(page: Page) -> list[float]:
    return [round(float(part), 3) for part in query(page).get("at", "0").split(",")]


def choose(page: Page, control: str, column: int, label: str) -> None:
    page.locator(part(control, column)).focus()
    page.keyboard.press("ArrowDown")
    page.locator(".dash-dropdown-content label", has_text=label).first.click()


@pytest.fixture
def opened(open_page: Open) -> Any:  # noqa: ANN401 a function that opens a page
    def open_rules(*rules: dict[str, str], **more: str) -> Page:
        page = open_page(link(*rules, **more), number=False)
        expect(page.locator(".compare-number")).to_have_count(len(rules))
        return page

    return open_rules


def test_a_copied_link_opens_the_same_view(opened: Any, release: Release) -> None:  # noqa: ANN401
    page = opened(A, B, C, at="39.81000,116.34000,12.5")
    expect(page.locator("#notice")).to_be_empty()
    first, second, _ = (Rule.from_query(one) for one in (A, B, C))
    expect(page.locator(".compare-number").nth(1)).to_have_text(told(release, count(release, second)).number)
    said = told_difference(release.manifest, compare(release, first, second))
    expect(page.locator(".compare-difference").nth(1)).to_have_text(said)
    row = page.locator("table").nth(1).locator("tbody tr")
    expect(row.nth(0)).to_contain_text("Counted")
    expect(row.nth(1)).to_contain_text("Bracket")
    until(page, lambda: maps(page), [[39.81, 116.34, 12.5]] * 3)
    until(page, lambda: rules_of(page), [A, B, C])
    assert query(page)["at"] == "39.81000,116.34000,12.5"


def test_columns_change_come_and_go(opened: Any, release: Release) -> None:  # noqa: ANN401
    page = opened(A, B)
    choose(page, "radius", 1, "750")
    changed = {**B, "radius_m": "750"}
    number = told(release, count(release, Rule.from_query(changed))).number
    expect(page.locator(".compare-number").nth(1)).to_have_text(number)
    expect(page.locator("#compared-said")).to_contain_text(number)
    until(page, lambda: rules_of(page), [A, changed])
    expect(page.locator(part("remove", 0))).to_be_hidden()
    for columns in (3, 4):
        page.locator("#add-rule").click()
        expect(page.locator(".compare-number")).to_have_count(columns)
    expect(page.locator("#add-rule")).to_be_disabled()
    before = rules_of(page)
    page.locator(part("remove", 0)).click()
    until(page, lambda: rules_of(page), before[1:])
    expect(page.locator("#add-rule")).to_be_enabled()


def test_the_maps_move_together_over_the_same_cells_in_light_and_dark(opened: Any) -> None:  # noqa: ANN401
    page = opened(A, {**A, "radius_m": "750"}, B)
    until(page, lambda: len(set(painted(page)[:2])) == 1 and min(painted(page)) > 0, expected=True)
    before = maps(page)
    assert before[0] == before[1] == before[2]
    assert "at" not in query(page)
    page.locator(f"{part('map', 1)} .leaflet-control-zoom-in").click()
    page.locator(part("map", 2)).focus()
    page.keyboard.press("ArrowLeft")
    until(page, lambda: maps(page)[0] != before[0] and len({tuple(one) for one in maps(page)}) == 1, expected=True)
    assert maps(page)[0][2] > before[0][2]
    until(page, lambda: store(page, "compared-view")["zoom"] == maps(page)[0][2], expected=True)
    until(page, lambda: at_in_link(page) == maps(page)[0], expected=True)
    theme = store(page, "compared-theme")
    page.locator("#theme").click()
    until(page, lambda: store(page, "compared-theme") != theme, expected=True)
    page.locator("#theme").click()


def test_the_briefing_is_of_the_rules_on_the_page(opened: Any, tmp_path: Path) -> None:  # noqa: ANN401
    page = opened(A, B)
    page.locator("#briefing summary").click()
    with page.expect_download() as download:
        page.locator("[data-briefing='compare.pptx']").click()
        expect(page.locator("#briefing button:disabled")).to_have_text("Making the briefing …")
    expect(page.locator("#briefing summary")).to_be_focused()
    assert download.value.suggested_filename.startswith("xinfadi_")
    assert download.value.suggested_filename.endswith("_compare.en.pptx")
    download.value.save_as(tmp_path / "c.pptx")
    slide = Presentation(str(tmp_path / "c.pptx")).slides[0]
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    said = [cell.text for cell in table.iter_cells()]
    for words in (
        *page.locator(".compare-number").all_inner_texts(),
        page.locator(".compare-difference").last.inner_text(),
    ):
        assert words in said
    assert page.url in slide.notes_slide.notes_text_frame.text


def test_a_wrong_part_of_a_rule_is_named(open_page: Open) -> None:
    page = open_page(link({**A, "radius_m": "600"}, {**B, "site": "xinfad"}, at="far"), number=False)
    lines = page.locator("#notice [role=alert] li")
    expect(lines).to_have_count(3)
    for line, said in enumerate(("Rule A: radius_m is '600'", "Rule B: site is 'xinfad'", "at is 'far'")):
        expect(lines.nth(line)).to_contain_text(said)
    until(page, lambda: [rule["radius_m"] for rule in rules_of(page)], ["500", "500"])


def test_the_first_page_hands_over_its_rule(open_page: Open) -> None:
    page = open_page(f"?{urlencode({'release': 'demo', **B})}")
    page.locator(".pages a", has_text="Compare").click()
    expect(page.locator(".compare-number")).to_have_count(2)
    until(page, lambda: rules_of(page), [B, {**B, "radius_m": "250"}])
    until(page, lambda: B["site"] in (page.locator(".pages a").first.get_attribute("href") or ""), expected=True)
