"""Briefings: two pages and six slides that say what they are, with the numbers of the counting floor."""

import io
import json
import re
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
import typst
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu

from dashboard import cells
from dashboard.answers.assumed import Assumed
from dashboard.counting.count import count, matrix_of
from dashboard.errors import ScopeError
from dashboard.export.briefing import fonts
from dashboard.export.briefing.command import write_briefing
from dashboard.export.briefing.content import Briefing, briefing
from dashboard.export.briefing.ground import Ground
from dashboard.export.briefing.pdf import document, pdf
from dashboard.export.briefing.slides import pptx
from dashboard.language import in_language, short_ends
from dashboard.place import parse_place
from dashboard.release.load import Release, load
from dashboard.release.write import Contents, write
from dashboard.rule import Rule
from dashboard.shipped import BRIEFING, DEMO_RELEASE
from dashboard.site import Site
from dashboard.views import text
from dashboard.views.answer import answer
from dashboard.views.figures.matrix import matrix_figure
from dashboard.views.theme import LIGHT

sys.path.append(str(Path(__file__).parent.parent / "browser"))
import made

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
LINK = "http://127.0.0.1:8050/?site=xinfadi&radius_m=1000"
XINFADI = Rule(
    place=parse_place("xinfadi"), radius_m=1000, min_dwell_min=15, start=date(2020, 5, 30), end=date(2020, 6, 12)
)
EVIL = '=cmd|"#image("/etc/passwd")] $x$ *b* <script>'


def of(release: Release, rule: Rule) -> Briefing:
    return briefing(release, rule, Assumed.settle(release, {})[0], LINK, NOW)


@pytest.fixture(scope="module")
def demo() -> Release:
    return load(DEMO_RELEASE)


@pytest.fixture(scope="module")
def shown(demo: Release) -> Briefing:
    return of(demo, XINFADI)


@pytest.fixture(scope="module")
def deck(shown: Briefing) -> Deck:
    return Presentation(io.BytesIO(pptx(shown)))


def pages(file: bytes) -> int:
    """Count the pages of a PDF by its page tree, which typst does not compress away from the trailer's catalogue."""
    counts = re.findall(rb"/Type\s*/Pages.*?/Count\s+(\d+)", file, re.DOTALL)
    return max(int(found) for found in counts)


def headings(shown: Briefing) -> list[str]:
    """Return the headings that the template sets."""
    inputs = {"briefing": json.dumps(document(shown))}
    compiler = typst.Compiler(BRIEFING, font_paths=fonts.known(), sys_inputs=inputs)
    return [found["body"]["text"] for found in json.loads(compiler.query("heading", format="json"))]


def words_of(slide: Slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def numbers(book: bytes) -> dict[str, float]:
    """Return the numbers of a workbook's first sheet by their cell."""
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        sheet = opened.read("xl/worksheets/sheet1.xml").decode()
    found = re.findall(r'<c r="([A-Z]+\d+)"(?: s="\d+")?>(?:<f>[^<]*</f>)?<v>([^<]*)</v>', sheet)
    return {cell: float(value) for cell, value in found}


def charts(deck: Deck) -> dict[str, Chart]:
    return {shape.name: shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart}


def test_the_paper_has_two_pages_and_is_the_same_for_the_same_briefing(shown: Briefing) -> None:
    file = pdf(shown)
    assert pages(file) == 2
    assert pdf(shown) == file
    assert headings(shown)[:4] == [shown.title, "People flagged", "How long they stayed", "Where"]
    assert "Method and caveats" in headings(shown)


def test_what_is_said_is_the_number_of_the_counting_floor(demo: Release, shown: Briefing) -> None:
    people = count(demo, XINFADI).people
    assert people is not None
    read = text.rounded(people)
    assert shown.headline.number == text.whole(read.mid or 0)
    assert shown.headline.interval == f"{text.whole(read.low)} to {text.whole(read.high)}"
    flagged = [bar for bar in shown.stay.bars if bar.ours]
    assert sum(bar.estimate.mid or 0 for bar in flagged) == pytest.approx(read.mid, rel=0.001)
    assert [field.present for row in shown.matrix.rows for field in row.fields if field].count(True) == 1
    (present,) = [field for row in shown.matrix.rows for field in row.fields if field and field.present]
    assert present.estimate == read
    assert present.interval == short_ends(read.low, read.high, read.mid or 0)
    assert all(
        field.interval for row in shown.matrix.rows for field in row.fields if field and not field.estimate.exact
    )
    firsts = sum(day.first.mid or 0 for day in shown.days.days)
    assert firsts == pytest.approx(read.mid, rel=0.001)


def test_every_slide_carries_rule_release_hash_date_link_and_that_it_is_synthetic(
    demo: Release, shown: Briefing, deck: Deck
) -> None:
    assert len(deck.slides) == 6
    for slide in deck.slides:
        footer = next(one for one in slide.placeholders if one.placeholder_format.type == PP_PLACEHOLDER.FOOTER)
        for said in (f"Counted. {shown.headline.sentence}", demo.digest, "Synthetic", "2026-01-02", LINK):
            assert said in footer.text_frame.text
        assert slide.shapes.title.text
        assert "Low and high" in slide.notes_slide.notes_text_frame.text


def test_charts_are_native_with_the_numbers_in_them(shown: Briefing, deck: Deck) -> None:
    found = charts(deck)
    assert len(found) == 4
    stay, days, homes, frontier = (list(found[name].plots[0].series) for name in found)
    assert list(stay[0].values) == [bar.estimate.mid for bar in shown.stay.bars]
    assert list(days[0].values) == [day.first.mid for day in shown.days.days]
    assert list(days[1].values) == [day.returning.mid for day in shown.days.days]
    assert list(homes[0].values) == [bar.estimate.mid for bar in shown.homes.bars]
    assert sum(len(list(group.iter_values())) for group in frontier[:2]) == len(shown.frontier.points)
    assert list(frontier[2].iter_values()) == [round(shown.frontier.present.recall, 4)]
    for series, bars in ((stay, shown.stay.bars), (homes, shown.homes.bars)):
        said = [series[1].points[at].data_label.text_frame.text for at in range(len(bars))]
        assert said == [bar.words for bar in bars]
        assert all(" to " in words for words in said)


def test_low_and_high_are_drawn_from_the_worksheet_of_the_chart(shown: Briefing, deck: Deck) -> None:
    stay, days, homes, frontier = charts(deck).values()
    whole_days = [day.total for day in shown.days.days]
    flagged = [point.flagged for point in shown.frontier.line]
    expected = (
        (stay, 0, [bar.estimate for bar in shown.stay.bars]),
        (days, 0, [day.first for day in shown.days.days]),
        (days, 1, whole_days),
        (homes, 0, [bar.estimate for bar in shown.homes.bars]),
        (frontier, 1, flagged),
    )
    for chart, at, estimates in expected:
        bars = chart.plots[0].series[at]._element.find("{*}errBars")
        written = numbers(chart.part.chart_workbook.xlsx_part.blob)
        for side, far in (("minus", "low"), ("plus", "high")):
            lengths = [abs(getattr(one, far) - (one.mid or 0)) for one in estimates]
            assert [int(value.text) for value in bars.findall(f"{{*}}{side}//{{*}}v")] == lengths
            place = re.fullmatch(r"Sheet1!\$([A-Z])\$(\d+):\$\1\$(\d+)", bars.find(f"{{*}}{side}//{{*}}f").text)
            assert place, side
            rows = range(int(place[2]), int(place[3]) + 1)
            assert [written[f"{place[1]}{row}"] for row in rows] == lengths


def test_the_same_briefing_is_the_same_slides_and_no_clock_is_in_them(shown: Briefing) -> None:
    file = pptx(shown)
    assert pptx(shown) == file
    with zipfile.ZipFile(io.BytesIO(file)) as slides:
        books = [slides.read(name) for name in slides.namelist() if name.endswith(".xlsx")]
    assert len(books) == 4
    for archive in (file, *books):
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            assert {member.date_time for member in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            times = set(re.findall(r"(\d{4}-\d\d-\d\d)T([^<]*)", opened.read("docProps/core.xml").decode()))
        assert times == {("2026-01-02" if archive is file else "1980-01-01", "00:00:00Z")}


def test_a_name_is_no_formula_in_the_worksheet_of_a_chart(shown: Briefing) -> None:
    bars = tuple(replace(bar, label=EVIL) for bar in shown.homes.bars)
    deck = Presentation(io.BytesIO(pptx(replace(shown, homes=replace(shown.homes, bars=bars)))))
    with zipfile.ZipFile(io.BytesIO(list(charts(deck).values())[2].part.chart_workbook.xlsx_part.blob)) as book:
        assert re.findall("<f>.", book.read("xl/worksheets/sheet1.xml").decode()) == len(bars) * ["<f>B", "<f>E"]


def test_the_days_are_said_in_words_with_low_and_high(shown: Briefing, deck: Deck) -> None:
    slide = deck.slides[2]
    (words,) = [
        shape._element.xpath(".//p:cNvPr")[0].get("descr")
        for shape in slide.shapes
        if shape.name == "People flagged by day"
    ]
    total = text.rounded(shown.days.days[-1].total)
    assert words.endswith(f"12 Jun: {total.mid:,} ({total.low:,} to {total.high:,}).")


def test_nothing_leaves_a_slide_and_every_picture_and_chart_has_words(deck: Deck) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert min(shape.left, shape.top) >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_chart or shape.has_table or hasattr(shape, "image"):
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
                footer = next(one for one in slide.placeholders if one.placeholder_format.type == PP_PLACEHOLDER.FOOTER)
                assert Emu(shape.top + shape.height) <= footer.top


def test_names_are_data_and_never_markup(tmp_path: Path) -> None:
    name = EVIL + " market" * 40
    site = Site(site_id="evil", name=name, kind="market", lat=39.81, lng=116.341)
    presence = made._presence()
    manifest = made._manifest(EVIL)
    write(tmp_path / "evil", manifest, Contents(places=[site], presence=presence))
    rule = Rule(place=parse_place("evil"), radius_m=500, min_dwell_min=0, start=made.START, end=made.START)
    said = of(load(tmp_path / "evil"), rule)
    assert pages(pdf(said)) == 2
    assert said.title.endswith(name)
    title, *_others = Presentation(io.BytesIO(pptx(said))).slides
    assert title.shapes.title.text == said.title


def test_presence_alone_is_a_bracket_and_says_what_it_does_not_hold(tmp_path: Path) -> None:
    site = Site(site_id="market", name="Market", kind="market", lat=39.81, lng=116.341)
    write(tmp_path / "p", made._manifest("Presence"), Contents(places=[site], presence=made._presence()))
    rule = Rule(place=parse_place("market"), radius_m=500, min_dwell_min=0, start=made.START, end=made.DATES[-1])
    said = of(load(tmp_path / "p"), rule)
    assert said.headline.method_words == "Bracket"
    assert "\N{EN DASH}" in said.headline.number
    assert said.headline.interval == ""
    for part in (said.stay, said.days, said.homes, said.frontier):
        assert part.why_not
    assert pages(pdf(said)) == 2
    slides = Presentation(io.BytesIO(pptx(said)))
    assert charts(slides) == {}
    assert said.stay.why_not in words_of(slides.slides[0])


@pytest.mark.parametrize(
    ("site", "method", "words"),
    [
        ("quiet", "Counted", "Too few to show"),
        ("closed", "Counted", "Nobody was counted"),
        ("open~quiet", "Bracket", "because nobody counted them together"),
        ("@39.9,116.42", "Not counted", "Nothing that was counted tells"),
    ],
)
def test_a_number_that_cannot_be_shown_is_said_plainly(tmp_path: Path, site: str, method: str, words: str) -> None:
    release = load(made.counted(tmp_path / "r"))
    said = of(
        release, Rule(place=parse_place(site), radius_m=500, min_dwell_min=15, start=made.START, end=made.DATES[-1])
    )
    assert (said.headline.method_words, words in said.headline.sentence) == (method, True), said.headline
    assert pages(pdf(said)) == 2
    slides = Presentation(io.BytesIO(pptx(said)))
    assert all(words in words_of(slide) for slide in slides.slides)
    if site == "quiet":
        (present,) = [field for row in said.matrix.rows for field in row.fields if field and field.present]
        assert (present.estimate.mid, present.label) == (None, said.headline.number)
        assert said.stay.why_not


def test_distances_on_the_map_are_those_on_the_ground() -> None:
    lat, lng = 39.81, 116.341
    for cell, metres in list(cells.disk([(lat, lng)], 3000, 9).items())[::20]:
        far_lat, far_lng = cells.centre(cell)
        ((x, y),) = Ground.around(lat, lng).project(pl.DataFrame([[far_lng], [far_lat]]).to_numpy())
        assert (x**2 + y**2) ** 0.5 == pytest.approx(metres, abs=0.01)


def test_a_machine_without_a_font_for_chinese_is_told_which_one(
    shown: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "known", lambda: typst.Fonts(include_system_fonts=False))
    with in_language("zh_Hans"), pytest.raises(ScopeError, match="fonts-noto-cjk"):
        pdf(shown)


def test_an_axis_of_counts_is_in_ten_thousands_in_chinese_as_on_the_page(shown: Briefing, deck: Deck) -> None:
    with in_language("zh_Hans"):
        chinese = Presentation(io.BytesIO(pptx(shown)))
    for slides, wanted in ((deck, "#,##0"), (chinese, '0\\.0,"万"')):
        _stay, days, _homes, frontier = charts(slides).values()
        for axis in (days.value_axis, frontier.category_axis):
            assert wanted in axis.tick_labels.number_format
            assert axis.major_unit % 1_000 == 0


def test_slides_in_chinese_name_a_typeface_for_it(deck: Deck) -> None:
    theme = next(r.target_part for r in deck.slide_master.part.rels.values() if r.reltype.endswith("/theme"))
    assert theme.blob.decode().count('<a:ea typeface="Microsoft YaHei"/>') == 2


@pytest.mark.parametrize(
    ("rule", "file", "language", "words"),
    [
        (
            "site=nowhere&radius_m=500&min_dwell_min=15&start=2020-05-30&end=2020-06-12",
            "b.pdf",
            "en",
            "site is 'nowhere'",
        ),
        ("radius_m=500", "b.pdf", "en", "site is missing"),
        (XINFADI.to_query() + "&pool=0", "b.pdf", "en", "pool is"),
        (XINFADI.to_query() + "&device=1", "b.pdf", "en", "device is '1'"),
        (XINFADI.to_query(), "b.doc", "en", "ends in .pdf or .pptx"),
        (XINFADI.to_query(), "b.pdf", "fr", "expected en or zh_Hans"),
        (XINFADI.to_query(), "none/b.pdf", "en", "cannot be written"),
    ],
)
def test_a_briefing_that_cannot_be_made_is_a_sentence(  # noqa: PLR0913, PLR0917 a table of examples
    demo: Release, tmp_path: Path, rule: str, file: str, language: str, words: str
) -> None:
    with pytest.raises(ScopeError, match=re.escape(words)):
        write_briefing(demo, rule, tmp_path / file, language)


def test_the_address_of_a_page_gives_its_rule_its_inputs_and_its_link(demo: Release, tmp_path: Path) -> None:
    address = f"https://scope.example/?{XINFADI.to_query()}&tests_each=3&layer=homes"
    write_briefing(demo, address, tmp_path / "b.pptx", "en")
    slides = Presentation(str(tmp_path / "b.pptx"))
    assert address in words_of(slides.slides[0])
    assert "3 tests a person" in words_of(slides.slides[5])


def test_what_a_rule_leaves_out_is_as_on_a_page_that_opens(demo: Release, tmp_path: Path) -> None:
    write_briefing(demo, "site=xinfadi&radius_m=500", tmp_path / "b.pptx", "en")
    said = words_of(Presentation(str(tmp_path / "b.pptx")).slides[0])
    assert "within 500\N{NO-BREAK SPACE}m of Xinfadi market, for any length of time" in said
    assert "30 May to 12 June 2020" in said


def test_the_matrix_stands_the_same_way_up_as_on_the_page(demo: Release, shown: Briefing, deck: Deck) -> None:
    radii = demo.manifest.radii_m
    downwards = [text.radius_label(radius_m) for radius_m in reversed(radii)]
    assert [row.label for row in shown.matrix.rows] == downwards
    (table,) = [
        shape.table
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table and len(shape.table.columns) > 4
    ]
    assert [row.cells[0].text for row in table.rows][1:] == downwards
    # A chart's axis goes upwards, unless it is told to be reversed.
    dates = XINFADI.start, XINFADI.end
    page = answer(matrix_of(demo, XINFADI.place, *dates), demo, XINFADI.place, *dates)
    figure = matrix_figure(page, radii, demo.manifest.min_dwell_min, LIGHT)
    assert figure["data"][0]["y"] == downwards[::-1]
    assert figure["layout"]["yaxis"].get("autorange") != "reversed"
