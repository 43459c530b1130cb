"""A number under a condition, from the API and the command, which both say so."""

import json
from pathlib import Path

import polars as pl
import small
from typer.testing import CliRunner

from dashboard.api.server import make_server
from dashboard.cli import app
from dashboard.release.conditions import Condition
from dashboard.release.shelf import Shelf
from dashboard.release.write import Contents, write


def test_a_condition_is_counted_around_counted_places_and_named(tmp_path: Path) -> None:
    counts = pl.DataFrame(
        {
            "condition": [None, None, "night"],
            "site_id": ["xinfadi"] * 3,
            "radius_m": [250] * 3,
            "min_dwell_min": [0] * 3,
            "date": [small.DATES[0], small.DATES[1], small.DATES[1]],
            "days_since": [None, 1, None],
            "devices": [40, 30, 20],
        }
    )
    night = Condition(id="night", name="At night", name_zh="夜间", hours="22-06")
    manifest = small.manifest(conditions=[night], schema="screening-release/2", radii_m=[250])
    write(tmp_path / "r", manifest, Contents(places=small.PLACES, reach=counts))
    shelf = Shelf([tmp_path / "r"])
    shelf.open()
    client = make_server(shelf).test_client()
    window = {"site": "xinfadi", "start": str(small.DATES[0]), "end": str(small.DATES[2])}
    rule = {**window, "radius_m": 250, "min_dwell_min": 0}
    assert client.get("/api/v1/releases").json["releases"][0]["conditions"] == [
        {"id": "night", "name": "At night", "name_zh": "夜间"}
    ]
    for condition, devices in ((None, 40), ("night", 20)):
        asked = {} if condition is None else {"condition": condition}
        reply = client.get("/api/v1/count", query_string={**rule, **asked}).json
        assert (reply["condition"], reply["devices"]["mid"]) == (condition, devices)
        table = client.get("/api/v1/matrix", query_string={**window, **asked}).json
        assert (table["condition"], table["entries"][0]["mid"]) == (condition, devices)
    wrong = (({"condition": "dawn"}, "condition"), ({"condition": "night", "site": "@39.8,116.3"}, "site"))
    for change, parameter in wrong:
        reply = client.get("/api/v1/count", query_string={**rule, **change})
        assert (reply.status_code, reply.json["parameter"]) == (422, parameter)
    command = ["count", str(tmp_path / "r"), "--site", "xinfadi", "--radius-m", "250", "--min-dwell-min", "0"]
    dates = ["--from", window["start"], "--to", window["end"], "--condition", "night"]
    said = CliRunner().invoke(app, [*command, *dates])
    assert said.exit_code == 0
    assert "Only those who meet the condition “At night” are counted." in said.output
    as_json = json.loads(CliRunner().invoke(app, [*command, *dates, "--json"]).output)
    assert (as_json["condition"], as_json["devices"]["mid"]) == ("night", 20)
