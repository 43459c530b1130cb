"""The names of downloaded files: what they hold, in letters that every system takes, never one name for two things."""

import json
import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hostile import NAMES
from hypothesis import given
from hypothesis import strategies as st

from dashboard.export.names import LETTERS_AT_MOST, file_name, part
from dashboard.language import CHINESE, LANGUAGES, in_language
from dashboard.place import ChosenPlaces, DrawnArea, DrawnPoint, NamedPlace
from dashboard.rule import Rule

RULE = {"site": "xinfadi", "radius_m": 1000, "min_dwell_min": 0, "start": "2020-05-30", "end": "2020-06-12"}
AREA = "@39.8,116.3~39.9,116.3~39.9,116.4"
BOX = {"south": 39.79, "west": 116.31, "north": 39.83, "east": 116.37}
SAFE = re.compile(r"[a-z0-9][A-Za-z0-9._-]*")
# What Windows keeps for devices, whatever follows a full stop.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\.", re.IGNORECASE)

IDS = st.text(min_size=1, max_size=60) | st.sampled_from(["xinfadi", "Xinfadi", "a-b", "a_b", "新发地", "con", *NAMES])
DEGREES = st.floats(min_value=-89, max_value=89, allow_nan=False)
POINTS = st.tuples(DEGREES, DEGREES)
PLACES = st.one_of(
    IDS.map(lambda text: NamedPlace(site_id=text)),
    st.lists(IDS, min_size=2, max_size=5, unique=True).map(lambda ids: ChosenPlaces(site_ids=tuple(ids))),
    POINTS.map(lambda point: DrawnPoint(lat=point[0], lng=point[1])),
    st.lists(POINTS, min_size=3, max_size=6).map(lambda corners: DrawnArea(corners=tuple(corners))),
)
DAYS = st.integers(0, 400).map(lambda day: date(2020, 1, 1) + timedelta(days=day))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    start, end = sorted([draw(DAYS), draw(DAYS)])
    place = draw(PLACES)
    radius_m = 0 if isinstance(place, DrawnArea) else draw(st.sampled_from([0, 250, 1000, 65_535]))
    return Rule(place=place, radius_m=radius_m, min_dwell_min=draw(st.sampled_from([0, 5, 60])), start=start, end=end)


WHAT = st.sampled_from(["matrix", "days", "hours", "homes", "map", "frontier", "briefing", "compare"])
KINDS = st.sampled_from(["csv", "xlsx", "png", "svg", "pdf", "pptx", "geojson", "gpkg"])
FILES = st.tuples(
    st.lists(rules(), min_size=1, max_size=4),
    WHAT,
    KINDS,
    st.sampled_from(["demo", "Demo", "demo-noisy", "城市", "x" * 90]),
    st.lists(IDS, max_size=3),
    st.sampled_from(list(LANGUAGES)),
)


def named(file: tuple[list[Rule], str, str, str, list[str], str]) -> str:
    asked, what, kind, release, shown, language = file
    with in_language(language):
        return file_name(asked, what, kind, release=release, shown=shown)


@given(FILES)
def test_a_name_is_short_and_safe_and_says_what_it_can(
    file: tuple[list[Rule], str, str, str, list[str], str],
) -> None:
    name = named(file)
    assert len(name) <= LETTERS_AT_MOST
    assert SAFE.fullmatch(name)
    assert not DEVICES.match(name)
    assert ".." not in name
    assert name.endswith(f"_{file[1]}.{'zh' if file[5] == CHINESE else 'en'}.{file[2]}")


@given(FILES, FILES)
def test_two_things_never_have_one_name(
    one: tuple[list[Rule], str, str, str, list[str], str], other: tuple[list[Rule], str, str, str, list[str], str]
) -> None:
    # Some systems take capitals for small letters.
    assert (named(one).lower() == named(other).lower()) is (one == other)


@given(FILES, st.data())
def test_whatever_differs_alone_makes_another_name(
    file: tuple[list[Rule], str, str, str, list[str], str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(file) - 1))
    other = data.draw(FILES)
    changed = (*file[:at], other[at], *file[at + 1 :])
    assert (named(file).lower() == named(changed).lower()) is (file == changed)


@given(st.text(), st.text())
def test_two_texts_never_are_one_part(one: str, other: str) -> None:
    assert (part(one) == part(other)) is (one == other)
    assert "_" not in part(one)


def test_chinese_is_written_in_latin_letters() -> None:
    assert part("新发地").startswith("xinfadi-")


def fetched(client: FlaskClient, file: str, **query: object) -> str:
    reply = client.get(f"/export/{file}?{urlencode({**RULE, **query})}")
    assert reply.status_code == 200, reply.text
    return reply.text if file.startswith("name/") else reply.headers["Content-Disposition"].split("filename=")[1]


@pytest.mark.parametrize(
    ("file", "query", "name"),
    [
        ("matrix.csv", {}, "xinfadi_1000m_any_2020-05-30_2020-06-12_matrix.en.csv"),
        ("name/matrix.png", {}, "xinfadi_1000m_any_2020-05-30_2020-06-12_matrix.en.png"),
        ("name/days.svg", {"theme": "dark"}, "xinfadi_1000m_any_2020-05-30_2020-06-12_dark_days.en.svg"),
        (
            "homes.xlsx",
            {"lang": "zh_Hans", "min_dwell_min": 15},
            "xinfadi_1000m_15min_2020-05-30_2020-06-12_homes.zh.xlsx",
        ),
        ("hours.csv", {"focus": "110106"}, "xinfadi_1000m_any_2020-05-30_2020-06-12_district-110106_hours.en.csv"),
        (
            "frontier.csv",
            {"true_radius_m": 500, "true_stay_min": 15},
            "xinfadi_1000m_any_2020-05-30_2020-06-12_true-500m-15min_frontier.en.csv",
        ),
        (
            "name/hours.png",
            {"site": "@39.80123,116.34567"},
            "39.80123n-116.34567e_1000m_any_2020-05-30_2020-06-12_hours.en.png",
        ),
        (
            "briefing.pptx",
            {"true_radius_m": 250, "at": "39.8,116.3,12"},
            "xinfadi_1000m_any_2020-05-30_2020-06-12_briefing.en.pptx",
        ),
    ],
)
def test_a_file_says_what_it_holds(client: FlaskClient, file: str, query: dict[str, object], name: str) -> None:
    assert fetched(client, file, **query) == name


def test_files_of_a_session_that_differ_have_names_of_their_own(client: FlaskClient) -> None:
    views = [
        *[(f"map.{kind}", BOX | box) for kind in ("csv", "geojson") for box in ({}, {"north": 39.84})],
        ("map.csv", {**BOX, "hours": "8-10"}),
        ("map.csv", {**BOX, "focus": "110106"}),
        ("map.csv", {**BOX, "site": AREA}),
        ("map.csv", {**BOX, "site": "xinfadi~yuquandong"}),
        ("backlog.csv", {}),
        ("backlog.csv", {"tests_a_day": 20_000}),
        ("certainty.csv", {"true_stay_min": 15}),
        ("certainty.csv", {}),
        *[
            ("name/map.png", {"seen": seen, "theme": theme})
            for seen in ("", "all", "8:00")
            for theme in ("light", "dark")
        ],
    ]
    names = [fetched(client, file, **query) for file, query in views]
    assert len(set(names)) == len(views), json.dumps(names, indent=1)


def test_what_does_not_bear_on_a_file_is_not_in_its_name(client: FlaskClient) -> None:
    beside = {"true_stay_min": 15, "tests_a_day": 20_000, "focus": "110106", "hours": "8-10", "basemap": "off"}
    for file in ("matrix.csv", "days.csv", "homes.csv", "name/matrix.png"):
        assert fetched(client, file, **beside) == fetched(client, file)
