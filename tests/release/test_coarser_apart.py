"""The coarser cells of a large release are made by a process beside the one that serves it."""

import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import small

from dashboard import cells
from dashboard.release.coarser.apart import make_apart
from dashboard.release.coarser.levels import level_of
from dashboard.release.coarser.made import LEAST_CELLS
from dashboard.release.load import Release, load
from dashboard.release.write import Contents, write


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Release:
    first = cells.number(cells.parent(small.CELLS[0], 3), 9)
    numbers = [first + offset for offset in range(8**6) if "7" not in f"{offset:o}"][:LEAST_CELLS]
    midnight = datetime.combine(small.START, datetime.min.time(), small.manifest_zone())
    presence = pl.DataFrame({"cell": [cells.of_number(number, 9) for number in numbers]}, schema={"cell": pl.UInt64})
    presence = presence.with_columns(hour=pl.lit(midnight), dwell_band_min=0, devices=20)
    out = tmp_path_factory.mktemp("large") / "release"
    write(out, small.manifest(), Contents(places=[], presence=presence))
    return load(out)


def test_they_are_made_where_the_release_is_still_the_one_that_is_served(
    large: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    make_apart([replace(large, digest="another")])
    assert level_of(large, 8) is None
    make_apart([large])
    made = level_of(large, 8)
    assert made is not None
    assert sum(rows["counted_24"].sum() for rows in made.rows(None, ["counted_24"])) == 20 * LEAST_CELLS
    assert not caplog.records


def test_a_process_that_fails_is_said(
    large: Release, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("dashboard.release.coarser.apart.MAKER", "dashboard.no_such_module")
    with caplog.at_level(logging.WARNING):
        make_apart([large])
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "No module named dashboard.no_such_module" in caplog.text
