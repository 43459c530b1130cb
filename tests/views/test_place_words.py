"""What the page calls a place, and what it says bounds one that nobody counted."""

import pytest

from dashboard.counting.bracket_matrix import Ends, Source
from dashboard.counting.count import matrix_of
from dashboard.place import parse_place
from dashboard.release.load import Release, load
from dashboard.shipped import DEMO_RELEASE
from dashboard.views.places import drawn_words, place_words, where_words
from dashboard.views.uncounted import answer_between, bounds_words

AREA = "@39.8,116.33~39.82,116.33~39.81,116.36"
MARKETS = "xinfadi~yuegezhuang~yuquandong~tiantao-honglian"


@pytest.fixture(scope="module")
def demo() -> Release:
    return load(DEMO_RELEASE)


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("xinfadi", "Xinfadi market"),
        ("@39.81,116.341", "Xinfadi market"),
        (MARKETS, "The four markets"),
        ("xingong~xinfadi", "at least one of Xingong station and Xinfadi market"),
        (f"{MARKETS}~xingong", "at least one of 5 places"),
        ("@39.8123,116.3456", "the point 39.8123, 116.3456"),
        (AREA, "the area drawn"),
    ],
)
def test_a_place_has_a_name(demo: Release, site: str, words: str) -> None:
    assert place_words(demo, parse_place(site)) == words


def test_an_area_has_no_radius(demo: Release) -> None:
    assert where_words(demo, parse_place("xinfadi"), 500) == "within 500\N{NO-BREAK SPACE}m of Xinfadi market"
    assert where_words(demo, parse_place(AREA), 500) == "inside the area drawn"
    assert drawn_words(parse_place(AREA)) == "On the map: area of 3 corners"
    assert drawn_words(parse_place("@1,-2")) == "On the map: 1.00000, -2.00000"


@pytest.mark.parametrize(
    ("site", "ends", "words"),
    [
        (
            "xinfadi~xingong",
            Ends(low=Source(by="place", site_id="xinfadi", radius_m=500), high=Source(by="sum")),
            "Between the largest of the places and their sum, because nobody counted them together.",
        ),
        (
            AREA,
            Ends(low=Source(by="nothing"), high=Source(by="place", site_id="xinfadi", radius_m=500)),
            (
                "Nobody counted this place, nor a circle inside it: "
                "at most those within 500\N{NO-BREAK SPACE}m of Xinfadi market, which lies around it."
            ),
        ),
        (
            AREA,
            Ends(low=Source(by="presence"), high=Source(by="presence"), inside=None),
            (
                "Nobody counted this place: at least the busiest hour; at most the sum of all hours. "
                "Those who only passed through are not in it."
            ),
        ),
        (
            AREA,
            Ends(
                low=Source(by="presence"),
                high=Source(by="presence"),
                inside=Source(by="place", site_id="xinfadi", radius_m=500),
                in_all=1000,
            ),
            (
                "Nobody counted this place: at least the busiest hour; at most the sum of all hours. "
                "Those who only passed through are not in it. In all, at least 4,300 people were there: "
                "those within 500\N{NO-BREAK SPACE}m of Xinfadi market, which lies inside it."
            ),
        ),
    ],
)
def test_what_bounds_a_place_is_said(demo: Release, site: str, ends: Ends, words: str) -> None:
    assert bounds_words(demo, parse_place(site), ends) == words


def test_where_nothing_bounds_a_radius_there_is_no_number(demo: Release) -> None:
    period = demo.manifest.period
    place = parse_place("@39.9,116.55")
    matrix = matrix_of(demo, place, period.start, period.end)
    answer = answer_between(matrix, demo, place, period.start, period.end)  # type: ignore[arg-type]
    for radius_m, kinds, lows in zip(demo.manifest.radii_m, answer["kinds"], answer["people"]["low"], strict=True):
        assert (radius_m in matrix.radii_m) == (kinds[0] != "unbounded") == (lows[0] is not None)
    assert {row[0] for row in answer["kinds"]} == {"unbounded", "between-hours"}
