"""What is read by row groups is what a filter over all rows gives, however a table lies in its files."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import small
from hypothesis import given
from hypothesis import strategies as st

from dashboard.counting.located import presence_rows
from dashboard.counting.reach import matrix
from dashboard.counting.sums import OVER
from dashboard.errors import ReleaseError
from dashboard.place import parse_place
from dashboard.release import layout, parts
from dashboard.release.check import check
from dashboard.release.load import Release, load
from dashboard.release.write import Contents, write


@pytest.fixture(scope="module", params=["one file a table", "many files and row groups"])
def release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Release:
    out = tmp_path_factory.mktemp("parts") / "release"
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "one file a table":
            patch.setattr(layout, "ROWS_A_FILE", 7)
            patch.setattr(layout, "ROWS_A_GROUP", 3)
        small.write_small(out)
    return load(out)


def test_a_table_in_parts_is_sound(release: Release) -> None:
    assert check(release.path) == []


def test_a_file_that_no_longer_reads_is_named(tmp_path: Path) -> None:
    table = small.write_small(tmp_path / "release") / "reach.parquet"
    whole = table.read_bytes()
    table.write_bytes(b"PAR1" + bytes(len(whole) // 2) + whole[len(whole) // 2 + 4 :])
    release = load(table.parent)
    with pytest.raises(ReleaseError, match=r"reach\.parquet: cannot be read"):
        matrix(release, parse_place("xinfadi"), small.DATES[0], small.DATES[-1])


def test_presence_by_date_is_written_as_in_one_frame(tmp_path: Path) -> None:
    rows, local = small.presence(), pl.col("hour").dt.date()
    # Noise can leave no row of a date.
    shown = rows.filter(local != small.DATES[1])
    by_date = {day: shown.filter(local == day) for day in reversed(small.DATES)}
    one, other = (
        write(tmp_path / name, small.manifest(), Contents(places=[small.MARKET], presence=presence))
        for name, presence in (("frame", shown), ("by date", by_date))
    )
    assert other.files == one.files


@given(
    st.sampled_from(["xinfadi", "xingong", "both"]),
    st.integers(0, 2),
    st.integers(0, 2),
)
def test_a_site_reads_its_rows(release: Release, site: str, first: int, days: int) -> None:
    start, end = small.DATES[first], min(small.DATES[first] + timedelta(days=days), small.DATES[-1])
    assert release.reach is not None
    assert release.reach_parts is not None
    every = release.reach.filter(pl.col("site_id") == site).collect()
    read = release.reach_parts.holding(np.array([site], dtype=object)).filter(pl.col("site_id") == site).collect()
    assert read.equals(every)
    new = (pl.col("date") - start).dt.total_days()
    of_window = every.filter(
        pl.col("date").is_between(start, end), pl.col("days_since").is_null() | (pl.col("days_since") > new)
    )
    wanted = of_window.filter(radius_m=500, min_dwell_min=15)["devices"].sum()
    assert matrix(release, parse_place(site), start, end).at(500, 15).mid == wanted


@given(st.sets(st.sampled_from(small.CELLS)), st.integers(0, 2), st.sampled_from([0, 15]))
def test_cells_read_their_rows(release: Release, chosen: set[int], first: int, band: int) -> None:
    start, end = small.DATES[first], small.DATES[-1]
    assert release.presence is not None
    every = release.presence.filter(
        pl.col("date").is_between(start, end), pl.col("cell").is_in(list(chosen)), pl.col("dwell_band_min") >= band
    )
    read = presence_rows(release, list(chosen), start, end, band).collect()
    assert read.drop(OVER).sort(pl.all()).equals(every.drop("date").collect().sort(pl.all()))


@given(st.sets(st.sampled_from(small.CELLS)))
def test_many_rows_are_scanned_to_the_same(release: Release, chosen: set[int]) -> None:
    read = presence_rows(release, list(chosen), small.DATES[0], small.DATES[1]).collect()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "ROWS_AT_ONCE", 0)
        scanned = presence_rows(release, list(chosen), small.DATES[0], small.DATES[1]).collect()
    assert scanned.sort(pl.all()).equals(read.sort(pl.all()))


def test_a_row_group_without_statistics_is_read(tmp_path: Path) -> None:
    out = small.write_small(tmp_path / "release")
    rows = small.table(out, "reach.parquet")
    rows.write_parquet(out / "reach.parquet", statistics=False, row_group_size=10)
    small.relist(out)
    opened = load(out)
    assert opened.reach_parts is not None
    assert opened.reach_parts.holding(np.array(["both"], dtype=object)).collect().height == rows.height
    assert check(out) == []


def test_a_row_group_that_states_false_keys_is_refused(tmp_path: Path) -> None:
    out = small.write_small(tmp_path / "release")
    file = out / "reach.parquet"
    file.write_bytes(lying(file.read_bytes()))
    small.rehash(out)
    (fault,) = check(out)
    assert (fault.file, fault.column) == ("reach.parquet", "site_id")
    assert "outside the lowest and highest" in fault.problem


def lying(data: bytes) -> bytes:
    """Return a Parquet file whose footer, not its pages, says xingonf where its highest site is xingong."""
    at = data.rindex(b"xinfadi") if b"xingong" not in data[-4000:] else len(data) - 4000
    return data[:at] + data[at:].replace(b"xingong", b"xingonf")


def test_sites_spread_over_files_are_refused(tmp_path: Path) -> None:
    out = small.write_small(tmp_path / "release")
    rows = small.table(out, "reach.parquet")
    listed = [file for file in small.listed(out) if file["path"] != "reach.parquet"]
    (out / "reach.parquet").unlink()
    small.change_manifest(out, files=listed)
    small.add_table(out, "reach/a.parquet", rows.head(30))
    small.add_table(out, "reach/b.parquet", rows.tail(-30))
    assert any("goes beyond" in fault.problem and fault.file == "reach/b.parquet" for fault in check(out))


def test_one_file_and_parts_are_refused(tmp_path: Path) -> None:
    out = small.write_small(tmp_path / "release")
    small.add_table(out, "reach/a.parquet", small.table(out, "reach.parquet").head(0))
    assert any("lists reach.parquet and parts of it" in fault.problem for fault in check(out))


@pytest.mark.parametrize("change", ["one less", "one more", "not rising"])
def test_a_list_of_other_cells_is_refused(tmp_path: Path, change: str) -> None:
    out = small.write_small(tmp_path / "release")
    cells = small.table(out, "cells.parquet")
    more = pl.DataFrame({"cell": [small.CELLS[-1] + 64]}, schema={"cell": pl.UInt64})
    other = {"one less": cells.head(3), "one more": pl.concat([cells, more]), "not rising": cells.reverse()}[change]
    small.replace_table(out, "cells.parquet", other)
    (fault,) = check(out)
    assert (fault.file, fault.column) == ("cells.parquet", "cell")
