"""Words and numbers as people read them, by examples."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.counting.count import Count
from dashboard.counting.interval import Estimate, Method
from dashboard.language import short
from dashboard.place import parse_place
from dashboard.release.manifest import FILE_NAME, Manifest
from dashboard.rule import Rule
from dashboard.shipped import DEMO_RELEASE
from dashboard.views import text

START, END = date(2020, 5, 30), date(2020, 6, 12)
MANIFEST = Manifest.model_validate_json((DEMO_RELEASE / FILE_NAME).read_text())


def estimate(low: int, mid: int | None, high: int) -> Estimate:
    return Estimate(low=low, mid=mid, high=high)


def said(
    devices: Estimate, people: Estimate | None, *, method: Method = "counted", withheld_rows: int = 0, stay: int = 0
) -> str:
    rule = Rule(place=parse_place("xinfadi"), radius_m=1000, min_dwell_min=stay, start=START, end=END)
    count = Count(rule=rule, method=method, devices=devices, people=people, withheld_rows=withheld_rows)
    return text.sentence(count, "within 1,000\N{NO-BREAK SPACE}m of Xinfadi market", MANIFEST)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (940, "940"),
        (999, "999"),
        (1000, "1.0k"),
        (1234, "1.2k"),
        (9949, "9.9k"),
        (9960, "10k"),
        (355_166, "355k"),
        (999_499, "999k"),
        (999_999, "1.0M"),
        (1_234_567, "1.2M"),
        (21_893_095, "22M"),
    ],
)
def test_a_number_in_a_tight_cell(value: int, words: str) -> None:
    assert short(value) == words


@given(st.integers(0, 99_949_999))
def test_a_tight_number_fits_and_is_near(value: int) -> None:
    words = short(value)
    assert len(words) <= 4
    scale = {"k": 1e3, "M": 1e6}.get(words[-1], 1)
    assert float(words.rstrip("kM")) * scale == pytest.approx(value, rel=0.051)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_rounding_for_reading_only_widens(a: int, b: int, c: int) -> None:
    low, mid, high = sorted((a, b, c))
    read = text.rounded(estimate(low, mid, high))
    assert read.low <= low
    assert read.high >= high
    assert read.mid == pytest.approx(mid, rel=0.0006)
    for number in (read.low, read.high):
        assert len(str(number).rstrip("0")) <= 4


def test_people_are_read_to_four_digits_low_down_and_high_up() -> None:
    assert text.rounded(estimate(340_757, 356_607, 372_457)) == estimate(340_700, 356_600, 372_500)
    assert text.rounded(estimate(9_871, None, 9_879)) == estimate(9_871, None, 9_879)


@pytest.mark.parametrize(
    ("stay", "long", "axis", "phrase", "control"),
    [
        (0, "0 minutes", "any", ", for any length of time", "any length"),
        (1, "1 minute", "1 min", ", for 1 minute or more", "1 minute or more"),
        (15, "15 minutes", "15 min", ", for 15 minutes or more", "15 minutes or more"),
        (60, "1 hour", "1 h", ", for 1 hour or more", "1 hour or more"),
        (90, "90 minutes", "90 min", ", for 90 minutes or more", "90 minutes or more"),
        (240, "4 hours", "4 h", ", for 4 hours or more", "4 hours or more"),
    ],
)
def test_a_stay_in_words(stay: int, long: str, axis: str, phrase: str, control: str) -> None:
    assert text.minutes(stay) == long
    assert text.minutes_short(stay) == axis
    assert text.stay_phrase(stay) == phrase
    assert text.stay_control(stay) == control


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 5, "under 5 min"),
        (5, 15, "5 to 15 min"),
        (30, 60, "30 min to 1 h"),
        (60, 120, "1 to 2 h"),
        (240, None, "4 h or more"),
        (0, None, "any length"),
    ],
)
def test_a_band_of_stays_in_words(low: int, high: int | None, words: str) -> None:
    assert text.band(low, high) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (START, END, "on at least one day from 30 May to 12 June 2020"),
        (END, END, "on 12 June 2020"),
        (date(2019, 12, 31), date(2020, 1, 1), "on at least one day from 31 December 2019 to 1 January 2020"),
    ],
)
def test_dates_in_words(start: date, end: date, words: str) -> None:
    assert text.on_dates(start, end) == words


def test_the_sentence_of_a_count_says_its_interval() -> None:
    words = said(estimate(79_246, 79_246, 79_246), estimate(340_757, 356_607, 372_457))
    assert words == (
        "356,600 people (340,700 to 372,500) were within 1,000\N{NO-BREAK SPACE}m of Xinfadi market, "
        "for any length of time, on at least one day from 30 May to 12 June 2020."
    )


def test_the_sentence_of_an_exact_count_has_no_interval() -> None:
    words = said(estimate(1200, 1200, 1200), None, stay=15)
    assert words.startswith("1,200 devices were within")
    assert ", for 15 minutes or more, on at least one day" in words


def test_the_sentence_of_nobody_gives_no_number() -> None:
    assert said(estimate(0, 0, 0), estimate(0, 0, 0)).startswith("Nobody was counted within 1,000")


def test_the_sentence_of_what_was_withheld_gives_bounds_and_no_middle() -> None:
    words = said(estimate(2, None, 28), estimate(8, None, 132), withheld_rows=2)
    assert words.startswith("Too few to show")
    assert words.endswith("Together they stand for 8 to 132 people.")
    assert "None" not in words


def test_the_sentence_of_a_bracket_names_it_and_gives_no_middle() -> None:
    words = said(estimate(500, None, 90_000), None, method="bracket")
    assert words.startswith("Between 500 and 90,000 devices")
    assert "A bracket, not a count" in words
    assert "None" not in words


@pytest.mark.parametrize(
    ("devices", "method", "kind"),
    [
        (estimate(0, 0, 0), "counted", "zero"),
        (estimate(0, None, 0), "bracket", "zero"),
        (estimate(0, None, 9), "bracket", "bracket"),
        (estimate(3, None, 42), "counted", "withheld"),
        (estimate(4, 23, 43), "counted", "counted"),
        (estimate(40, 40, 40), "counted", "exact"),
    ],
)
def test_the_kind_of_sentence(devices: Estimate, method: Method, kind: str) -> None:
    assert text.kind_of(devices, devices, method) == kind
    assert kind in text.SENTENCES


def test_cells_wider_than_the_radius_are_told() -> None:
    coarse = MANIFEST.model_copy(update={"presence_resolution": 7})
    assert [text.wide_cells(coarse, radius_m) for radius_m in (250, 1000, 3000)] == [True, True, False]
    assert not text.wide_cells(MANIFEST, 250)
    ends = estimate(0, None, 57)
    assert text.kind_of(ends, ends, "bracket", wide_cells=True) == "bracket-wide-cells"
    assert text.kind_of(ends, ends, "bracket", wide_cells=False) == "bracket"
