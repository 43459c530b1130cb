"""Briefings of rules side by side: two pages and four slides with the numbers of the counting floor, to one scale."""

import io
import re
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation as Deck

from dashboard.counting.compare import compare
from dashboard.counting.count import count
from dashboard.errors import ScopeError
from dashboard.export.briefing.command import write_briefing
from dashboard.export.briefing.made import made_side_by_side
from dashboard.export.briefing.map import map_part
from dashboard.export.briefing.side_by_side import SideBySide, side_by_side
from dashboard.export.briefing.side_by_side_slides import side_by_side_pptx
from dashboard.language import in_language
from dashboard.place import parse_place
from dashboard.release.load import Release, load
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.views import text
from dashboard.views.compared import told_difference, told_split
from dashboard.views.theme import LIGHT

sys.path.append(str(Path(__file__).parent.parent / "browser"))
import made

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
LINK = "http://127.0.0.1:8050/compare?a=first&b=second"
A = Rule(place=parse_place("xinfadi"), radius_m=1000, min_dwell_min=15, start=date(2020, 5, 30), end=date(2020, 6, 12))
B = replace(A, radius_m=500)
BRACKET = replace(A, place=parse_place("xinfadi~yuquandong"))
ELSEWHERE = replace(A, place=parse_place("yuquandong"), min_dwell_min=0)
RULES = (A, B, BRACKET, ELSEWHERE)


@pytest.fixture(scope="module")
def demo(shelf: Shelf) -> Release:
    return shelf.releases["demo"]


@pytest.fixture(scope="module")
def shown(demo: Release) -> SideBySide:
    return side_by_side(demo, RULES, LINK, NOW)


@pytest.fixture(scope="module")
def deck(shown: SideBySide) -> Deck:
    return Presentation(io.BytesIO(side_by_side_pptx(shown)))


def pages(file: bytes) -> int:
    return max(int(found) for found in re.findall(rb"/Type\s*/Pages.*?/Count\s+(\d+)", file, re.DOTALL))


def outline_width(svg: str) -> float:
    """Return how wide the outline of the rule is drawn, in the units of the drawing."""
    drawn = re.findall(rf'd="([^"]+)"[^>]*stroke: {LIGHT.accent}', svg)
    across = [[float(x) for x in re.findall(r"[ML] (\S+) \S+", path)] for path in drawn]
    return max(max(one) - min(one) for one in across)


def test_every_rule_is_said_with_its_number_its_difference_and_whom_both_flag(demo: Release, shown: SideBySide) -> None:
    assert [side.letter for side in shown.sides] == ["A", "B", "C", "D"]
    for side, rule in zip(shown.sides, RULES, strict=True):
        people = count(demo, rule).people
        assert people is not None
        read = text.rounded(people)
        (bar,) = [bar for bar in shown.numbers.bars if bar.label == side.letter]
        assert bar.estimate == side.headline.estimate == read
        assert bar.words.endswith(text.METHODS[count(demo, rule).method])
    for side, rule in zip(shown.sides[1:], RULES[1:], strict=True):
        found = compare(demo, A, rule)
        split = told_split(demo.manifest, found)
        assert side.difference == told_difference(demo.manifest, found)
        bars = [bar for bar in shown.shared.bars if side.letter in bar.label]
        assert tuple(bar.estimate for bar in bars) == split.parts
        assert all(bar.words.endswith(text.METHODS[split.method]) for bar in bars)
    assert shown.sides[0].difference == ""
    assert [side.headline.method for side in shown.sides] == ["counted", "counted", "bracket", "counted"]
    assert {line.split(":")[0] for line in shown.method} >= {"Counted", "Bracket"}


@pytest.mark.long
@pytest.mark.parametrize("rules", [(A, B), (A, B, ELSEWHERE), RULES])
@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_paper_has_two_pages_and_the_same_comparison_is_the_same_file(
    demo: Release, rules: tuple[Rule, ...], language: str
) -> None:
    with in_language(language):
        for kind in ("pdf", "pptx"):
            file = made_side_by_side(kind, demo, rules, LINK, NOW)
            assert made_side_by_side(kind, demo, rules, LINK, NOW.replace(hour=5)) == file
            assert kind == "pptx" or pages(file) == 2


def test_maps_are_to_one_scale(demo: Release, shown: SideBySide) -> None:
    first, narrow, _together, elsewhere = (side.map for side in shown.sides)
    assert outline_width(first.svg) == pytest.approx(2 * outline_width(narrow.svg), rel=0.01)
    assert outline_width(first.svg) == pytest.approx(outline_width(elsewhere.svg), rel=0.01)
    alone = map_part(demo, A, width_mm=first.width_mm)
    assert outline_width(first.svg) < outline_width(alone.svg)
    assert first.legend == narrow.legend == elsewhere.legend


def test_every_slide_carries_the_rules_release_hash_date_link_and_that_it_is_synthetic(
    demo: Release, shown: SideBySide, deck: Deck
) -> None:
    assert len(deck.slides) == 4
    for slide in deck.slides:
        footer = next(one for one in slide.placeholders if one.placeholder_format.type == PP_PLACEHOLDER.FOOTER)
        lines = [f"{side.letter}: {side.headline.number}" for side in shown.sides]
        for said in (*lines, demo.digest, "Synthetic", "2026-01-02", LINK):
            assert said in footer.text_frame.text
        assert slide.shapes.title.text
        for shape in slide.shapes:
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_chart or shape.has_table or hasattr(shape, "image"):
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
                height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
                assert shape.top + height <= footer.top


def test_charts_are_native_and_a_bracket_has_a_low_and_a_high_but_no_bar(shown: SideBySide, deck: Deck) -> None:
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    for chart, part in zip(charts, (shown.numbers, shown.shared), strict=True):
        bars, holder = chart.plots[0].series
        assert list(bars.values) == [bar.estimate.mid for bar in part.bars]
        assert None in bars.values
        drawn = {
            (series, side, int(point.get("idx"))): float(point.find("{*}v").text)
            for series, one in (("bars", bars), ("holder", holder))
            for side in ("minus", "plus")
            for point in one._element.findall(f"{{*}}errBars/{{*}}{side}//{{*}}pt")
        }
        expected = {}
        for at, one in enumerate(bar.estimate for bar in part.bars):
            if one.mid is None:
                expected["holder", "minus", at] = one.high - one.low
            else:
                expected |= {("bars", "minus", at): one.mid - one.low, ("bars", "plus", at): one.high - one.mid}
        assert drawn == expected
        with zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
            cells = re.findall(r'<c r="B\d+"', book.read("xl/worksheets/sheet1.xml").decode())
        assert len(cells) == 1 + sum(one is not None for one in bars.values)


@pytest.mark.parametrize(
    ("site", "method", "number"),
    [
        ("quiet", "Counted", "\N{EN DASH}"),
        ("closed", "Counted", "0"),
        ("open~quiet", "Bracket", "\N{EN DASH}"),
        ("@39.9,116.42", "Not counted", "Not known"),
    ],
)
def test_a_number_that_cannot_be_shown_is_said_plainly(tmp_path: Path, site: str, method: str, number: str) -> None:
    release = load(made.counted(tmp_path / "r"))
    first = Rule(place=parse_place("open"), radius_m=500, min_dwell_min=15, start=made.START, end=made.DATES[-1])
    for rules in ((first, replace(first, place=parse_place(site))), (replace(first, place=parse_place(site)), first)):
        said = side_by_side(release, rules, LINK, NOW)
        side = said.sides[rules.index(first) - 1]
        assert side.headline.method_words == method
        assert number in side.headline.number
        assert any(number in line and method in line for line in said.stamp[0].split("\n"))
        known = method != "Not counted"
        assert [bool(said.shared.bars), bool(said.sides[1].difference)] == [known, known]
        assert ("Not known: nothing" in said.shared_how) != known
        assert pages(made_side_by_side("pdf", release, rules, LINK, NOW)) == 2
        slides = Presentation(io.BytesIO(made_side_by_side("pptx", release, rules, LINK, NOW))).slides
        assert any(
            number in cell.text for shape in slides[0].shapes if shape.has_table for cell in shape.table.iter_cells()
        )


def test_the_address_of_the_page_that_compares_gives_its_briefing(demo: Release, tmp_path: Path) -> None:
    inner = {"a": A.to_query(), "b": "site=xinfadi&radius_m=500"}
    address = f"https://scope.example/compare?{urlencode(inner)}&at=39.8,116.3,12"
    write_briefing(demo, address, tmp_path / "c.pptx", "en")
    slides = Presentation(str(tmp_path / "c.pptx")).slides
    assert "2 rules compared" in slides[0].shapes.title.text
    assert "500\N{NO-BREAK SPACE}m, any length, 30 May to 12 June 2020" in slides[0].notes_slide.notes_text_frame.text
    assert address in slides[0].notes_slide.notes_text_frame.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"a": A.to_query()}, "b is missing"),
        ({"a": A.to_query(), "b": "radius_m=500"}, "site is missing"),
        ({"a": A.to_query(), "b": B.to_query(), "e": "1"}, "e is '1'"),
        ({"a": A.to_query(), "b": replace(B, place=parse_place("nowhere")).to_query()}, "site is 'nowhere'"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_a_sentence(
    demo: Release, tmp_path: Path, query: dict[str, str], words: str
) -> None:
    with pytest.raises(ScopeError, match=re.escape(words)):
        write_briefing(demo, urlencode(query), tmp_path / "c.pdf", "en")


def test_it_is_served_beside_the_tables_of_the_page(client: FlaskClient) -> None:
    query = urlencode({"a": A.to_query(), "b": B.to_query(), "lang": "zh_Hans"})
    for kind, begins in (("pdf", b"%PDF"), ("pptx", b"PK")):
        reply = client.get(f"/export/compare.{kind}?{query}")
        assert reply.data.startswith(begins)
        file = f"xinfadi_1000m_15min_vs_xinfadi_500m_15min_2020-05-30_2020-06-12_compare.zh.{kind}"
        assert reply.headers["Content-Disposition"] == f"attachment; filename={file}"
    assert (
        client.get(f"/export/compare.pdf?{urlencode({'a': A.to_query()})}").status_code
        == HTTPStatus.UNPROCESSABLE_ENTITY
    )
