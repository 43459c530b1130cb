"""Worked examples of a device's hour: where it counts, and in which band of stay."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import h3.api.basic_int as h3
import narwhals as nw
import polars as pl
import pytest

from dashboard.builder.clock import clock, day_number
from dashboard.builder.engines.memory import Memory
from dashboard.builder.presence import MOST_BANDS, Grid, presence, total

LOW, HIGH = sorted(h3.latlng_to_cell(39.81, lng, 9) for lng in (116.34, 116.40))
GRID = Grid(resolution=9, dwell_bands_min=(0, 5, 60), max_gap_s=3600, start=0, end=day_number(datetime.now(UTC).date()))


def counted(moments: list[tuple[int, int]], zone: str = "Asia/Shanghai", hour: int = 0) -> list[tuple[int, int, int]]:
    """(cell, hours after the given one, band) of one device sighted at (minute after it, cell)."""
    rows = pl.DataFrame(
        [(0, hour + minute * 60, cell) for minute, cell in moments],
        schema={"device": pl.UInt32, "t": pl.Int64, "cell": pl.Int64},
        orient="row",
    )
    city_clock = clock(zone, hour, hour + moments[-1][0] * 60)
    frame = nw.from_native(rows, eager_only=True).with_row_index("seq")
    counts = presence(frame, city_clock, GRID, Memory().keep)
    found = pl.concat(total([rows], day, city_clock, GRID, zone) for day, rows in counts.items()).sort("hour")
    assert found["devices"].to_list() == [1] * found.height
    hours = (pl.col("hour").dt.epoch("s") - hour) / 3600
    return found.select("cell", hours, "dwell_band_min").rows()


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        # One sighting is a stay of no length.
        ([(10, HIGH)], [(HIGH, 0, 0)]),
        # Two stays of 4 minutes make 8, more than one of 6; the band is that of the longer single stay.
        ([(0, LOW), (4, LOW), (10, HIGH), (16, HIGH), (20, LOW), (24, LOW)], [(LOW, 0, 0)]),
        ([(0, LOW), (4, LOW), (10, HIGH), (19, HIGH), (20, LOW), (24, LOW)], [(HIGH, 0, 5)]),
        # As long in both: the smaller cell.
        ([(0, HIGH), (6, HIGH), (10, LOW), (16, LOW)], [(LOW, 0, 5)]),
        ([(0, HIGH), (10, LOW)], [(LOW, 0, 0)]),
        # A stay keeps the band of its whole length in every hour that it reaches.
        ([(30, HIGH), (80, HIGH), (100, HIGH)], [(HIGH, 0, 60), (HIGH, 1, 60)]),
        # In the second hour it is 20 minutes here and 30 there.
        ([(50, HIGH), (80, HIGH), (85, LOW), (115, LOW)], [(HIGH, 0, 5), (LOW, 1, 5)]),
        # A gap of more than an hour ends a stay, one of an hour does not.
        ([(10, HIGH), (70, HIGH)], [(HIGH, 0, 60), (HIGH, 1, 60)]),
        ([(10, HIGH), (71, HIGH)], [(HIGH, 0, 0), (HIGH, 1, 0)]),
        # A sighting on the stroke belongs to the hour that begins.
        ([(0, HIGH), (60, HIGH)], [(HIGH, 0, 60), (HIGH, 1, 60)]),
    ],
)
def test_an_hour(moments: list[tuple[int, int]], expected: list[tuple[int, int, int]]) -> None:
    assert counted(moments) == expected


def test_an_hour_in_which_the_clock_goes_back_half_an_hour_has_ninety_minutes() -> None:
    zone = "Australia/Lord_Howe"
    one_o_clock = int(datetime(2020, 4, 5, 1, tzinfo=ZoneInfo(zone)).timestamp())
    # From 1:20 for 25 minutes here, then from 1:45 shown for the second time there, past 2:00 after 90 minutes.
    moments = [(20, LOW), (45, LOW), (60, HIGH), (100, HIGH)]
    assert counted(moments, zone, one_o_clock) == [(HIGH, 0, 5), (HIGH, 1.5, 5)]
    assert counted([*moments[:-1], (88, HIGH)], zone, one_o_clock) == [(HIGH, 0, 5)]


def test_an_hour_that_the_clock_shows_twice_counts_twice() -> None:
    zone = "Europe/Helsinki"
    three_o_clock = int(datetime(2020, 10, 25, 3, tzinfo=ZoneInfo(zone)).timestamp())
    assert counted([(10, LOW), (70, HIGH)], zone, three_o_clock) == [(LOW, 0, 0), (HIGH, 1, 0)]


def test_an_hour_that_begins_again_after_half_of_it_counts_twice() -> None:
    zone = "Asia/Colombo"
    midnight = int(datetime(2006, 4, 15, tzinfo=ZoneInfo(zone)).timestamp())
    assert counted([(10, LOW), (40, HIGH)], zone, midnight) == [(LOW, 0, 0), (HIGH, 0.5, 0)]


def test_the_finest_cells_and_the_last_band_count_too() -> None:
    finest = sorted(h3.latlng_to_cell(lat, lng, 15) for lat, lng in ((39.81, 116.34), (-89.9, 0.0)))
    bands = tuple(range(0, 5 * MOST_BANDS, 5))
    grid = replace(GRID, resolution=15, dwell_bands_min=bands, max_gap_s=5400)
    city_clock = clock("Etc/GMT-14", 0, 86_400)
    rows = {"device": [0, 0, 1], "t": [0, 5400, 86_400], "cell": [finest[1], finest[1], finest[0]], "seq": [0, 1, 2]}
    frame = nw.from_native(pl.DataFrame(rows), eager_only=True)
    counts = presence(frame, city_clock, grid, Memory().keep)
    found = pl.concat(total([rows], day, city_clock, grid, "UTC") for day, rows in counts.items())
    hours = pl.col("hour").dt.epoch("s") // 3600
    assert set(found.select("cell", hours, "dwell_band_min").rows()) == {
        (finest[1], 0, bands[-1]),
        (finest[1], 1, bands[-1]),
        (finest[0], 24, 0),
    }
