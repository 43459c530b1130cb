"""Inputs as people really have them, outside the repository: each with its command and what must come of it."""

from __future__ import annotations

import json
import shlex
from collections import defaultdict
from pathlib import Path
from typing import Any

import h3
import polars as pl
import pytest
from real_input import SHARED
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.counting.count import count
from dashboard.errors import ScopeError
from dashboard.place import NamedPlace
from dashboard.release.check import check
from dashboard.release.ingest import dealt
from dashboard.release.load import load
from dashboard.rule import Rule

CASES = SHARED / "cases"
# What a file cannot tell of itself and a person states: options of the case's command, None for one that goes.
STATED: dict[str, dict[str, str | None]] = {
    "d01": {"--times-in": "UTC"},
    "d02": {"--time": "date", "--hour": "time"},
    "d03": {"--times-in": "UTC"},
    "d04": {"--cells": "milano-grid.geojson"},
    "d06": {"--cells": "zonas.geojson"},
    "d08": {"--cell": None, "--lat": "纬度", "--lng": "经度"},
    "d20": {"--keep": "gender=-1"},
    "d24": {"--resolution": "8"},
    "d41": {"--times-in": "UTC"},
    "d52": {"--add": "operator"},
    "d53": {"--time": "date", "--hour": "hour"},
}


def cases(command: str) -> list[Any]:
    found = [folder for folder in sorted(CASES.iterdir()) if (folder / "cmd.txt").exists()]
    of_command = [folder for folder in found if shlex.split((folder / "cmd.txt").read_text())[0] == command]
    return [pytest.param(folder, id=folder.name) for folder in of_command]


def stated(folder: Path, out: Path) -> list[str]:
    """The command as a person types it first, with what must be added."""
    words = [str(out) if word == "OUT" else word for word in shlex.split((folder / "cmd.txt").read_text())]
    for option, value in STATED.get(folder.name.split("-")[0], {}).items():
        if option in words:
            at = words.index(option)
            del words[at : at + 2]
        words += [] if value is None else [option, value]
    return words


def where_they_lie(points: list[dict[str, Any]], resolution: int) -> dict[tuple[str, str], float]:
    """Return the devices by H3 cell and hour of counts that are stated at points in WGS-84 degrees."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for point in points:
        found[h3.latlng_to_cell(point["lat"], point["lng"], resolution), point["hour_utc"]] += point["devices"]
    return found


@pytest.mark.skipif(not CASES.exists(), reason="the cases lie outside the repository")
@pytest.mark.parametrize("held", [True, False], ids=["held", "dealt"])
@pytest.mark.parametrize("folder", cases("import") if CASES.exists() else [])
def test_each_case_comes_out_as_it_must(
    folder: Path, held: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    if not held:
        monkeypatch.setattr(dealt, "HELD_BYTES", -1)
    expected = json.loads((folder / "expected.json").read_text())
    ran = CliRunner().invoke(app, stated(folder, tmp_path / "release"))
    said = ran.output + ("" if ran.exception is None else str(ran.exception))
    assert ran.exception is None or isinstance(ran.exception, ScopeError | SystemExit), ran.exception
    if expected["outcome"] == "refuse" or (expected["outcome"] == "refuse-or-warn" and ran.exception):
        assert ran.exception is not None
        assert not (tmp_path / "release").exists()
        assert [word for word in expected.get("say", []) if word.lower() not in said.lower()] == []
        assert [word for word in expected.get("say_not", []) if word in said] == []
        return
    assert ran.exception is None, said
    assert check(tmp_path / "release") == []
    release = load(tmp_path / "release")
    assert release.presence is not None
    rows = release.presence.with_columns(pl.col("hour").dt.convert_time_zone("UTC")).collect()
    if "low" in expected:
        lows = {
            f"{cell:x}@{hour:%Y-%m-%dT%H:%M:%SZ}": low
            for cell, hour, low in rows.select("cell", "hour", "devices_low").rows()
        }
        highs = {
            f"{cell:x}@{hour:%Y-%m-%dT%H:%M:%SZ}": high
            for cell, hour, high in rows.select("cell", "hour", "devices").rows()
        }
        if "@" in next(iter(expected["low"])) and lows.keys() != expected["low"].keys():  # by names of squares
            assert [word for word in expected["say"] if word not in said] == []
            lows, highs = (dict(enumerate(sorted(found.values()))) for found in (lows, highs))
            expected |= {end: dict(enumerate(sorted(expected[end].values()))) for end in ("low", "high")}
        assert lows == pytest.approx(expected["low"], abs=0.5)
        assert highs == pytest.approx(expected["high"], abs=0.5)
        return
    hours = {
        f"{hour:%Y-%m-%dT%H:%M:%SZ}": total for hour, total in rows.group_by("hour").agg(pl.col("devices").sum()).rows()
    }
    tolerance = expected.get("tolerance_per_row", 0) * rows.height
    assert hours == pytest.approx(expected["hours_utc"], abs=tolerance)
    found_at = {
        (f"{cell:x}", f"{hour:%Y-%m-%dT%H:%M:%SZ}"): devices
        for cell, hour, devices in rows.drop_nulls("devices").select("cell", "hour", "devices").rows()
    }
    if expected.get("points"):
        stated_at = where_they_lie(expected["points"], release.manifest.presence_resolution)
        assert found_at == pytest.approx(stated_at, abs=expected.get("tolerance_per_row", 0))
    if "withheld_rows" in expected:
        assert rows["devices"].null_count() == expected["withheld_rows"]
    manifest = release.manifest
    for asked, ends in expected.get("bracket_want", {}).items():
        radius_m, stay_min = (int(part.split()[0]) for part in asked.split(", "))
        rule = Rule(
            place=NamedPlace(site_id=expected["site"]),
            radius_m=radius_m,
            min_dwell_min=stay_min,
            start=manifest.period.start,
            end=manifest.period.end,
        )
        found = count(release, rule).devices
        assert (found.low, found.high) == (ends["low"], ends["high"])
