"""Exports: the numbers of the counting floor, in files that say what they are and that no spreadsheet runs."""

import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
import pyogrio
import pytest
import shapely
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard import cells
from dashboard.counting import presence, reach
from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.certainty.circle import expectation
from dashboard.counting.count import count
from dashboard.export.sheets import csv, defused, xlsx
from dashboard.place import parse_place
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.views.uncounted import sentence

RULE = {"site": "xinfadi", "radius_m": 500, "min_dwell_min": 15, "start": "2020-05-30", "end": "2020-06-12"}
BOX = {"south": 39.79, "west": 116.31, "north": 39.83, "east": 116.37}
ASKED = Rule.from_query(RULE)
ABOUT = {"Rule": "=1+1 people", "Link": "http://127.0.0.1/?a=b\n@c"}


def fetched(client: FlaskClient, file: str, **query: object) -> bytes:
    reply = client.get(f"/export/{file}?{urlencode({**RULE, **query})}")
    assert reply.status_code == 200, reply.text
    assert reply.headers["Content-Disposition"].startswith("attachment; filename=xinfadi_500m_")
    return reply.data


def rows(file: bytes) -> pl.DataFrame:
    return pl.read_csv(file, comment_prefix="#")


def test_the_matrix_holds_devices_and_people_of_every_rule(client: FlaskClient, shelf: Shelf) -> None:
    table = rows(fetched(client, "matrix.csv"))
    answer = count(shelf.releases["demo"], ASKED)
    (row,) = table.filter(radius_m=500, min_dwell_min=15).to_dicts()
    for unit, estimate in (("devices", answer.devices), ("people", answer.people)):
        assert [row[f"{unit}_{end}"] for end in ("low", "mid", "high")] == [estimate.low, estimate.mid, estimate.high]
    assert table.height == 12 * 7


def test_first_times_of_the_days_add_up_to_about_those_flagged(client: FlaskClient, shelf: Shelf) -> None:
    table = rows(fetched(client, "days.csv"))
    days = reach.by_day(shelf.releases["demo"], ASKED)
    assert table["first_devices_mid"].to_list() == days["first_mid"].to_list()
    assert table["date"].to_list() == [str(day) for day in days["date"]]


def test_homes_have_their_names_and_residents(client: FlaskClient, shelf: Shelf) -> None:
    table = rows(fetched(client, "homes.csv"))
    district = shelf.releases["demo"].districts["110106"]
    (row,) = table.filter(home="110106").to_dicts()
    assert (row["name"], row["residents"]) == (district.name, district.population)


def test_the_hours_are_of_the_district_in_focus(client: FlaskClient, shelf: Shelf) -> None:
    release = shelf.releases["demo"]
    table = rows(fetched(client, "hours.csv", focus="110106", min_dwell_min=0))
    area = presence.district_area(release, "110106")
    profile = presence.profile(release, area, ASKED.start, ASKED.end)
    assert table["devices_mid"].to_list() == profile["mid"].to_list()


def test_the_curves_and_the_frontier_are_of_the_true_visitor_in_the_link(client: FlaskClient, shelf: Shelf) -> None:
    assumed = {"true_radius_m": 500, "true_stay_min": 15}
    found = expectation(
        shelf.releases["demo"], parse_place("xinfadi"), ASKED.start, ASKED.end, TrueVisit(radius_m=500, stay_min=15)
    )
    assert found is not None
    curves = rows(fetched(client, "certainty.csv", **assumed))
    (row,) = curves.filter(radius_m=500, min_dwell_min=15).to_dicts()
    at = found.radii_m.index(500), found.min_dwell_min.index(15)
    for name, share in (("truly_there", found.precision), ("caught", found.recall)):
        shown = [row[f"{name}_{end}"] for end in ("low", "mid", "high")]
        assert shown == pytest.approx([share.low[at], share.mid[at], share.high[at]], abs=1e-4)
    frontier = rows(fetched(client, "frontier.csv", **assumed))
    (point,) = frontier.filter(radius_m=500, min_dwell_min=15).to_dicts()
    assert point["people_mid"] == count(shelf.releases["demo"], ASKED).people.mid
    assert [point[f"caught_{end}"] for end in ("low", "mid", "high")] == shown
    line = frontier.filter("efficient").sort("people_mid")
    assert line.height > 1
    assert line["caught_mid"].is_sorted()
    assert b"a true visitor was within 500\xc2\xa0m for 15 minutes" in fetched(client, "certainty.csv", **assumed)


def test_the_backlog_is_that_of_the_means_in_the_link(client: FlaskClient, shelf: Shelf) -> None:
    table = rows(fetched(client, "backlog.csv", tests_each=1, tests_a_day=20_000))
    people = count(shelf.releases["demo"], ASKED).people
    assert people is not None
    assert people.mid is not None
    assert table["tests_left_mid"][0] == pytest.approx(people.mid, rel=1e-3)
    assert table["tests_left_mid"][0] - table["tests_left_mid"][1] == 20_000
    assert table["tests_left_high"].to_list()[-1] == 0


@pytest.mark.parametrize(
    "file", ["matrix.csv", "days.csv", "hours.csv", "homes.csv", "certainty.csv", "frontier.csv", "backlog.csv"]
)
def test_every_table_says_what_it_is(client: FlaskClient, shelf: Shelf, file: str) -> None:
    text = fetched(client, file).decode("utf-8-sig")
    release = shelf.releases["demo"]
    said = sentence(release, count(release, ASKED))
    for words in (said, "Method,Counted", "Synthetic", release.digest, f"?{urlencode(RULE)}"):
        assert words in text
    assert all(line.startswith("#,") for line in text.splitlines()[:10])


def test_a_csv_begins_with_the_mark_that_spreadsheets_look_for(client: FlaskClient) -> None:
    assert fetched(client, "days.csv").startswith(b"\xef\xbb\xbf")


def test_a_workbook_holds_the_table_and_what_it_is(client: FlaskClient) -> None:
    with zipfile.ZipFile(io.BytesIO(fetched(client, "matrix.xlsx"))) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
        sheets = book.read("xl/workbook.xml").decode()
        cells_of_table = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'name="matrix"' in sheets
    assert 'name="About"' in sheets
    assert "Synthetic" in strings
    assert cells_of_table.count("<row") == 12 * 7 + 1


@pytest.mark.parametrize("file", ["matrix.xlsx", "days.csv", "map.xlsx", "map.geojson", "map.gpkg"])
def test_no_clock_is_in_a_file(client: FlaskClient, tmp_path: Path, file: str) -> None:
    query = BOX if file.startswith("map") else {}
    content = fetched(client, file, **query)
    assert fetched(client, file, **query) == content
    path = tmp_path / file
    path.write_bytes(content)
    if file.endswith("xlsx"):
        with zipfile.ZipFile(path) as book:
            assert {member.date_time[0] for member in book.infolist()} == {1980}
            assert "1980" in book.read("docProps/core.xml").decode()
    if file.endswith("gpkg"):
        with closing(sqlite3.connect(path)) as package:
            changed = package.execute("select distinct last_change from gpkg_contents").fetchall()
        assert changed == [("1980-01-01T00:00:00.000Z",)]


def test_the_map_is_the_heat_of_the_box_with_its_ring(client: FlaskClient, shelf: Shelf, tmp_path: Path) -> None:
    release = shelf.releases["demo"]
    package = tmp_path / "map.gpkg"
    package.write_bytes(fetched(client, "map.gpkg", **BOX))
    assert set(pyogrio.list_layers(package)[:, 0]) == {"cells", "ring", "about"}
    meta, table = pyogrio.read_arrow(package, layer="cells")
    assert meta["crs"] == "EPSG:4326"
    read = pl.from_arrow(table)
    members = [cells.parse(cell) for cell in read["cell"]]
    heat = presence.heat(release, members, 9, start=ASKED.start, end=ASKED.end, min_band=15)
    assert dict(zip(members, read["device_hours_mid"], strict=True)) == dict(
        zip(heat["cell"], heat["mid"], strict=True)
    )
    outlines = shapely.from_wkb(read[meta["geometry_name"]].to_numpy())
    assert [cells.at(outline.centroid.y, outline.centroid.x, 9) for outline in outlines] == members
    _, rings = pyogrio.read_arrow(package, layer="ring")
    (ring,) = shapely.from_wkb(pl.from_arrow(rings)["geom" if "geom" in rings.column_names else "geometry"].to_numpy())
    (lat, lng) = release.places["xinfadi"].shapes[0]
    assert shapely.distance(ring.exterior, shapely.Point(lng, lat)) == pytest.approx(500 / 111_195, rel=0.25)
    collection = client.get(f"/export/map.geojson?{urlencode({**RULE, **BOX})}").get_json(force=True)
    assert {f["properties"]["cell"] for f in collection["features"] if f["properties"]["layer"] == "cell"} == set(
        read["cell"]
    )
    assert "Synthetic" in collection["about"]["Data"]


@pytest.mark.parametrize(
    ("file", "query", "status", "words"),
    [
        ("people.csv", {}, 404, "people.csv is no export"),
        ("days.gpkg", {}, 404, "days.gpkg is no export"),
        ("days.csv", {"radius_m": 600}, 422, "the nearest is 500"),
        ("days.csv", {"device": "x"}, 422, "device"),
        ("days.csv", {"focus": "nowhere"}, 422, "focus is 'nowhere'"),
        ("backlog.csv", {"pool": 0}, 422, "pool is '0'"),
        ("days.csv", {"release": "other"}, 404, "release is 'other'"),
        ("map.csv", {}, 422, "south"),
        ("map.csv", {**BOX, "north": 39.0}, 422, "south before north"),
    ],
)
def test_what_cannot_be_exported_is_a_problem(
    client: FlaskClient, file: str, query: dict[str, object], status: int, words: str
) -> None:
    reply = client.get(f"/export/{file}?{urlencode({**RULE, **query})}")
    assert (reply.status_code, reply.mimetype) == (status, "application/problem+json")
    assert words in reply.text


@given(st.lists(st.text() | st.sampled_from(["=cmd()", "+1", "-1", "@a", "\tx", "\rx"]), min_size=1))
def test_no_text_begins_as_a_formula(texts: list[str]) -> None:
    shown = defused(pl.DataFrame({"name": texts, "devices": range(len(texts))}))
    assert not [text for text in shown["name"] if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [text.removeprefix("'") for text in shown["name"]] == [text.removeprefix("'") for text in texts]


def test_what_a_file_says_of_itself_is_no_formula_and_no_second_row() -> None:
    table = pl.DataFrame({"devices": [1]})
    assert csv(table, ABOUT).decode("utf-8-sig").splitlines() == [
        "#,Rule,'=1+1 people",
        "#,Link,http://127.0.0.1/?a=b @c",
        "devices",
        "1",
    ]
    with zipfile.ZipFile(io.BytesIO(xlsx(table, ABOUT, "days"))) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet2.xml").decode()
