"""The API gives the numbers of the counting floor, and answers anything else with a problem."""

import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from flask.testing import FlaskClient

from dashboard.api.server import make_server
from dashboard.counting.count import count
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule

RULE = {"site": "xinfadi", "radius_m": 500, "min_dwell_min": 15, "start": "2020-05-30", "end": "2020-06-12"}
BOX = {"south": 39.79, "west": 116.31, "north": 39.83, "east": 116.37}
DAYS = {"start": "2020-05-30", "end": "2020-06-12"}


@pytest.fixture(scope="module")
def client(shelf: Shelf) -> Iterator[FlaskClient]:
    with make_server(shelf).test_client() as client:
        yield client


@pytest.mark.parametrize(
    "site", ["xinfadi", "xinfadi~xingong", "@39.8123,116.3456", "@39.80,116.33~39.82,116.33~39.81,116.36"]
)
def test_count_is_that_of_the_counting_floor(client: FlaskClient, shelf: Shelf, site: str) -> None:
    asked = {**RULE, "site": site}
    reply = client.get("/api/v1/count", query_string=asked)
    expected = count(shelf.releases["demo"], Rule.from_query(asked)).to_dict()
    expected["rule"]["site"] = site  # as it was asked
    assert (expected["bounded_by"] is None) == (site == "xinfadi")
    assert reply.status_code == 200
    assert {name: reply.json[name] for name in expected} == expected
    assert reply.json["synthetic"] is True


def test_matrix_holds_the_count_of_each_rule(client: FlaskClient) -> None:
    window = {"site": "xinfadi", **DAYS}
    entries = client.get("/api/v1/matrix", query_string=window).json["entries"]
    counted = client.get("/api/v1/count", query_string=RULE).json["devices"]
    entry = next(e for e in entries if (e["radius_m"], e["min_dwell_min"]) == (500, 15))
    assert {name: entry[name] for name in counted} == counted
    assert len(entries) == 12 * 7


def test_tables_are_the_same_in_json_and_arrow(client: FlaskClient) -> None:
    for path, key, query in (
        ("matrix", "entries", {"site": "xinfadi", **DAYS}),
        ("presence", "cells", {**BOX, **DAYS, "first_hour": 3, "last_hour": 10}),
    ):
        rows = client.get(f"/api/v1/{path}", query_string=query).json[key]
        reply = client.get(f"/api/v1/{path}", query_string={**query, "format": "arrow"})
        assert reply.mimetype == "application/vnd.apache.arrow.stream"
        assert reply.headers["Scope-Synthetic"] == "True"
        table = pl.read_ipc_stream(io.BytesIO(reply.data))
        assert rows
        assert table.to_dicts() == rows


def test_no_answer_holds_more_cells_than_it_says_and_a_finer_one_names_what_is_answered(client: FlaskClient) -> None:
    whole = {"south": 39.4, "west": 115.7, "north": 40.4, "east": 117.1, "start": DAYS["start"], "end": DAYS["start"]}
    finest = client.get("/api/v1/presence", query_string={**whole, "resolution": 9})
    assert finest.status_code == 422
    assert "expected at most 5,000" in finest.json["detail"]
    for asked in ({}, {"resolution": finest.json["nearest"]}):
        reply = client.get("/api/v1/presence", query_string={**whole, **asked})
        assert reply.status_code == 200
        assert 0 < len(reply.json["cells"]) <= 5_000


def test_releases_and_sites_name_what_a_rule_may_ask(client: FlaskClient) -> None:
    release = client.get("/api/v1/releases").json["releases"][0]
    sites = client.get("/api/v1/sites", query_string={"release": release["key"]}).json["sites"]
    assert release["radii_m"][0] == 250
    assert {"xinfadi", "markets"} <= {site["site_id"] for site in sites}


@pytest.mark.parametrize(
    ("path", "change", "status", "parameter", "nearest"),
    [
        ("count", {"radius_m": 510}, 422, "radius_m", "500"),
        ("count", {"site": "xinfad"}, 422, "site", "xinfadi"),
        ("count", {"start": "2019-01-01"}, 422, "start", "2020-05-30"),
        ("count", {"start": "2020-06-12", "end": "2020-06-01"}, 422, "start", "2020-06-01"),
        ("count", {"radius_m": "wide"}, 422, "radius_m", None),
        ("count", {"colour": "red"}, 422, "colour", None),
        ("count", {"release": "nope"}, 404, "release", None),
        ("presence", {**BOX, **DAYS, "resolution": 12}, 422, "site", None),
        ("nowhere", {}, 404, None, None),
    ],
)
def test_what_cannot_be_answered_is_a_problem(  # noqa: PLR0913, PLR0917 a table of cases
    client: FlaskClient, path: str, change: dict[str, object], status: int, parameter: str | None, nearest: str | None
) -> None:
    reply = client.get(f"/api/v1/{path}", query_string={**RULE, **change})
    assert reply.status_code == status
    assert reply.mimetype == "application/problem+json"
    assert reply.json["status"] == status
    assert reply.json.get("parameter") == parameter
    assert reply.json.get("nearest") == nearest


def test_a_shelf_that_is_not_ready_says_so(tmp_path: Path) -> None:
    with make_server(Shelf([tmp_path])).test_client() as client:
        reply = client.get("/api/v1/releases")
    assert reply.status_code == 503
    assert reply.mimetype == "application/problem+json"
