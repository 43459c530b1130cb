"""Each kind of fault, alone in an otherwise sound release, is named with its file, column and row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
import small
from small import CELLS, presence_file

from dashboard.errors import Fault
from dashboard.language import Message, _, in_language
from dashboard.release.check import check

REACH, HOME, SITES = "reach.parquet", "reach_by_home.parquet", "sites.parquet"
PRESENCE = presence_file()
HAN = re.compile("[一-鿿]")
ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")  # two words in a row


@dataclass(frozen=True, kw_only=True)
class Break:
    """A change to one table, and where its fault must be told."""

    file: str
    column: str | None
    row: int | None
    says: str
    change: Callable[[pl.DataFrame], pl.DataFrame]


def cell_of(column: str, row: int, value: object) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return a change that puts a value into one row (from 1) of a column."""

    def change(rows: pl.DataFrame) -> pl.DataFrame:
        dtype = rows.schema[column]
        at = pl.int_range(pl.len()) == row - 1
        return rows.with_columns(pl.when(at).then(pl.lit(value, dtype=dtype)).otherwise(column).alias(column))

    return change


def cast(column: str, dtype: pl.DataType | type[pl.DataType]) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.with_columns(pl.col(column).cast(dtype))


def extra(column: str, value: object) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.with_columns(pl.lit(value).alias(column))


def again(row: int) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return a change that adds a copy of a row (from 1) at the end."""
    return lambda rows: pl.concat([rows, rows.slice(row - 1, 1)])


def local(hour: int, minute: int = 0, day: date = small.START) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=small.manifest_zone())


BREAKS = {
    # columns
    "missing column": Break(
        file=REACH, column="devices", row=None, says="is missing", change=lambda rows: rows.drop("devices")
    ),
    "extra column": Break(file=REACH, column="note", row=None, says="is no column", change=extra("note", "x")),
    "extra number": Break(file=PRESENCE, column="area", row=None, says="is no column", change=extra("area", 12.5)),
    "wrong type": Break(
        file=REACH, column="radius_m", row=None, says="Int64, expected UInt16", change=cast("radius_m", pl.Int64)
    ),
    "text cells": Break(
        file=PRESENCE, column="cell", row=None, says="String, expected UInt64", change=cast("cell", pl.String)
    ),
    "hour without a zone": Break(
        file=PRESENCE,
        column="hour",
        row=None,
        says="no time zone, expected Asia/Shanghai",
        change=lambda rows: rows.with_columns(pl.col("hour").dt.replace_time_zone(None)),
    ),
    "hour in another zone": Break(
        file=PRESENCE,
        column="hour",
        row=None,
        says="time zone UTC, expected Asia/Shanghai",
        change=lambda rows: rows.with_columns(pl.col("hour").dt.convert_time_zone("UTC")),
    ),
    "null in a key": Break(file=REACH, column="date", row=7, says="is null", change=cell_of("date", 7, None)),
    "null home": Break(file=HOME, column="home", row=2, says="is null", change=cell_of("home", 2, None)),
    "null cell": Break(file=PRESENCE, column="cell", row=2, says="is null", change=cell_of("cell", 2, None)),
    # counts
    "negative count": Break(
        file=REACH,
        column="devices",
        row=3,
        says="is -4, expected a whole number",
        change=lambda rows: cell_of("devices", 3, -4)(cast("devices", pl.Int64)(rows)),
    ),
    "fractional count": Break(
        file=PRESENCE,
        column="devices",
        row=5,
        says="is 20.5, expected a whole number",
        change=lambda rows: cell_of("devices", 5, 20.5)(cast("devices", pl.Float64)(rows)),
    ),
    "small count": Break(
        file=PRESENCE,
        column="devices",
        row=2,
        says="is 14, expected null for any count from 1 to 14",
        change=cell_of("devices", 2, 14),
    ),
    "count of one": Break(
        file=HOME, column="devices", row=9, says="is 1, expected null", change=cell_of("devices", 9, 1)
    ),
    "count of zero": Break(
        file=PRESENCE, column="devices", row=2, says="is 0, expected no row", change=cell_of("devices", 2, 0)
    ),
    # presence
    "no cell": Break(
        file=PRESENCE, column="cell", row=1, says="is not a hexagon of the grid", change=cell_of("cell", 1, 17)
    ),
    "almost a cell": Break(
        file=PRESENCE,
        column="cell",
        row=1,
        says="is not a hexagon of the grid",
        change=cell_of("cell", 1, CELLS[0] ^ (1 << 63)),
    ),
    "cell of another resolution": Break(
        file=PRESENCE,
        column="cell",
        row=1,
        says="another size, expected 9",
        change=cell_of("cell", 1, small.cells.parent(CELLS[0], 8)),
    ),
    "hour not on the hour": Break(
        file=PRESENCE,
        column="hour",
        row=1,
        says="is 2020-06-10 00:30:00+08:00, expected the start of an hour",
        change=cell_of("hour", 1, local(0, 30)),
    ),
    "hour of the next date": Break(
        file=PRESENCE,
        column="hour",
        row=1,
        says="is 2020-06-11 00:00:00+08:00, expected an hour of 2020-06-10",
        change=cell_of("hour", 1, local(0, day=small.DATES[1])),
    ),
    "hour far off": Break(
        file=PRESENCE,
        column="hour",
        row=1,
        says="beyond the calendar, expected an hour of 2020-06-10",
        change=lambda rows: rows.with_columns(
            pl.when(pl.int_range(pl.len()) == 0)
            .then(pl.lit(2**62))
            .otherwise(pl.col("hour").to_physical())
            .cast(rows.schema["hour"])
            .alias("hour")
        ),
    ),
    "unknown band": Break(
        file=PRESENCE,
        column="dwell_band_min",
        row=2,
        says="is 30, expected one of 0, 15",
        change=cell_of("dwell_band_min", 2, 30),
    ),
    "presence key twice": Break(
        file=PRESENCE, column="cell", row=25, says="same cell, hour, dwell_band_min", change=again(3)
    ),
    # reach
    "unknown radius": Break(
        file=REACH,
        column="radius_m",
        row=60,
        says="is 300, expected one of 250, 500, 1000",
        change=cell_of("radius_m", 60, 300),
    ),
    "unknown stay": Break(
        file=HOME, column="min_dwell_min", row=4, says="is 5, expected", change=cell_of("min_dwell_min", 4, 5)
    ),
    "unknown site": Break(
        file=REACH, column="site_id", row=1, says="is elsewhere, expected", change=cell_of("site_id", 1, "elsewhere")
    ),
    "unknown home": Break(
        file=HOME, column="home", row=1, says="is 999999, expected", change=cell_of("home", 1, "999999")
    ),
    "date before the period": Break(
        file=REACH,
        column="date",
        row=1,
        says="is 2020-06-09, expected a date from 2020-06-10 to 2020-06-12",
        change=cell_of("date", 1, date(2020, 6, 9)),
    ),
    "date far off": Break(
        file=REACH,
        column="date",
        row=1,
        says="is beyond the calendar, expected a date",
        change=lambda rows: rows.with_columns(
            pl.when(pl.int_range(pl.len()) == 0)
            .then(pl.lit(-(2**31), dtype=pl.Int32))
            .otherwise(pl.col("date").to_physical())
            .cast(pl.Date)
            .alias("date")
        ),
    ),
    "days_since zero": Break(
        file=REACH, column="days_since", row=1, says="is 0, expected 1 or more", change=cell_of("days_since", 1, 0)
    ),
    "days_since before the lookback": Break(
        file=REACH,
        column="days_since",
        row=1,
        says="is 3 on 2020-06-10, which reaches before lookback_start 2020-06-08",
        change=cell_of("days_since", 1, 3),
    ),
    "reach key twice": Break(file=REACH, column="site_id", row=217, says="same site_id", change=again(5)),
    "null key twice": Break(file=HOME, column="site_id", row=433, says="same site_id", change=again(1)),
    # sites
    "site without coordinates": Break(
        file=SITES, column="lat", row=2, says="is null, expected degrees", change=cell_of("lat", 2, None)
    ),
    "site off the globe": Break(
        file=SITES, column="lng", row=1, says="is 181.0, expected degrees", change=cell_of("lng", 1, 181.0)
    ),
    "site at no number": Break(file=SITES, column="lat", row=1, says="is nan", change=cell_of("lat", 1, float("nan"))),
    "site twice": Break(file=SITES, column="site_id", row=4, says="same site_id", change=again(2)),
    "site_id with a blank": Break(
        file=SITES,
        column="site_id",
        row=4,
        says="expected letters",
        change=lambda rows: pl.concat([rows, odd_site(rows)]),
    ),
    "site in no district": Break(
        file=SITES, column="district", row=2, says="is 110199, expected", change=cell_of("district", 2, "110199")
    ),
    "member that is not there": Break(
        file=SITES,
        column="members",
        row=3,
        says="names 'nowhere'",
        change=cell_of("members", 3, ["xinfadi", "nowhere"]),
    ),
    "member that is a group": Break(
        file=SITES, column="members", row=3, says="names 'both'", change=cell_of("members", 3, ["xinfadi", "both"])
    ),
    **{
        f"site with U+{ord(character):04X} in its {column}": Break(
            file=SITES,
            column=column,
            row=2,
            says=f"holds U+{ord(character):04X}",
            change=cell_of(column, 2, f"a{character}b"),
        )
        for column, character in (("name", "\x00"), ("name", "\u202e"), ("name_zh", "\u2066"), ("kind", "\t"))
    },
    "site without a name": Break(file=SITES, column="name", row=1, says="is empty", change=cell_of("name", 1, " ")),
}


def odd_site(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.head(1).with_columns(pl.lit("a b").alias("site_id"))


@pytest.mark.parametrize("name", BREAKS)
def test_a_fault_is_told_with_file_column_and_row(release: Path, name: str) -> None:
    broken = BREAKS[name]
    small.replace_table(release, broken.file, broken.change(small.table(release, broken.file)))
    faults = check(release)
    told = [
        fault for fault in faults if (fault.file, fault.column, fault.row) == (broken.file, broken.column, broken.row)
    ]
    assert any(broken.says in fault.problem for fault in told), "\n".join(map(str, faults))
    assert_all_have_remedies(faults)


def assert_all_have_remedies(faults: list[Fault]) -> None:
    for fault in faults:
        assert fault.remedy
        assert str(fault).endswith(f". {fault.remedy}.")
        for sentence in (fault.problem, fault.remedy):
            assert_said_in_chinese_around_its_values(sentence)


def assert_said_in_chinese_around_its_values(sentence: Message) -> None:
    with in_language("zh_Hans"):
        said = left = _(sentence)
    for value in values_of(sentence):
        assert value in said
        left = left.replace(value, "")
    assert HAN.search(left)
    assert not ENGLISH.search(left), said


def values_of(sentence: Message) -> list[str]:
    """Return the names and numbers in a sentence, longest first: they are said alike in every language."""
    used = [value for name, value in sentence.values.items() if f"{{{name}}}" in sentence.template]
    own = [value for value in used if not isinstance(value, Message)]
    inner = [value for of in used if isinstance(of, Message) for value in values_of(of)]
    return sorted([*own, *inner], key=len, reverse=True)


def test_the_sound_release_has_no_faults(sound: Path) -> None:
    assert check(sound) == []


def test_a_folder_with_readme_and_licence_is_sound(release: Path) -> None:
    for name in ("README.md", "LICENSE"):
        (release / name).write_text("text")
    assert check(release) == []


def test_keys_shared_by_two_files_of_a_date(release: Path) -> None:
    rows = small.table(release, PRESENCE)
    part = PRESENCE.replace("part-0", "part-1")
    small.add_table(release, part, rows.tail(2))
    (fault, other) = check(release)
    assert (fault.file, fault.column, fault.row, other.row) == (part, "cell", 1, 2)


def test_few_examples_of_a_kind_then_a_count_of_the_rest(release: Path) -> None:
    for name in (presence_file(0), presence_file(1)):
        small.replace_table(
            release, name, small.table(release, name).with_columns(pl.lit(3, pl.UInt32).alias("devices"))
        )
    faults = check(release)
    assert [fault.row for fault in faults] == [1, 2, 3, 4, 5, None]
    assert faults[-1].problem == "43 more rows with the same fault"
    with in_language("zh_Hans"):
        assert _(faults[-1].problem) == "另有43行同样的问题"
    assert faults[-1].file == "presence"
    assert_all_have_remedies(faults)


def test_withheld_where_nothing_is_withheld(tmp_path: Path) -> None:
    release = small.write_small(tmp_path / "release", disclosure={"threshold": 1})
    fault = check(release)[0]
    assert (fault.file, fault.column) == (PRESENCE, "devices")
    assert "threshold in the manifest is 1" in fault.problem


@pytest.mark.parametrize(("day", "says"), [("2020-06-31", "no date"), ("2020-06-13", "outside the period")])
def test_a_partition_of_no_date_of_the_period(release: Path, day: str, says: str) -> None:
    part = f"presence/date={day}/part-0.parquet"
    small.add_table(release, part, small.table(release, PRESENCE))
    (fault,) = check(release)
    assert (fault.file, fault.column) == (part, "date")
    assert says in fault.problem


def test_hours_of_a_city_that_sets_its_clock(tmp_path: Path) -> None:
    """Dates of 23 and of 25 hours, and midnights that do not exist or come twice."""
    for zone, day in (
        ("Europe/Helsinki", date(2020, 3, 29)),
        ("Europe/Helsinki", date(2020, 10, 25)),
        ("America/Sao_Paulo", date(2018, 11, 4)),
        ("America/Havana", date(2020, 11, 1)),
        ("Asia/Kathmandu", date(2020, 6, 1)),
    ):
        release = small.write_presence(tmp_path / f"{zone.replace('/', '-')}-{day}", zone, day - timedelta(days=1))
        assert check(release) == []
