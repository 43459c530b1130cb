"""An input that is dealt out on the disk gives the release that the same input gives in memory, row for row."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from examples import of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dashboard import cells
from dashboard.datum import from_bd09, from_gcj02
from dashboard.errors import InputError
from dashboard.release.check import check
from dashboard.release.ingest import About, Plan, dealt, import_counts
from dashboard.release.load import Release, load

CELLS = [f"{cell:x}" for cell in sorted(cells.disk([(60.18, 24.95)], 1_500, 9))[:6]]
HOURS = [f"{day:02}/05/2018 {hour:02}:00" for day in (11, 12, 13) for hour in (0, 1, 22, 23)]
HELSINKI, BEIJING = "Europe/Helsinki", "Asia/Shanghai"


def imported(file: Path, out: Path, plan: Plan, **about: Any) -> Release | str:  # noqa: ANN401
    stated = {"title": "T", "time_zone": HELSINKI, **about}
    try:
        import_counts(file, out=out, plan=plan, about=About(**stated))
    except InputError as error:
        return str(error)
    assert check(out) == []
    return load(out)


def both(file: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch, **about: Any) -> list[Release | str]:  # noqa: ANN401
    found = []
    for name, most in (("held", 10**9), ("dealt", -1)):
        monkeypatch.setattr(dealt, "HELD_BYTES", most)
        found.append(imported(file, file.parent / name, plan, **about))
    return found


def rows_of(release: Release) -> pl.DataFrame:
    assert release.presence is not None
    return release.presence.collect().sort("cell", "hour", "dwell_band_min")


@settings(max_examples=of(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(CELLS), st.sampled_from(HOURS), st.integers(0, 3000), st.sampled_from("AB")),
        min_size=1,
        max_size=30,
        unique_by=lambda row: (row[0], row[1], row[3]),
    ),
    columns=st.permutations(["cell", "when", "n", "operator"]),
    times_in=st.sampled_from([None, "UTC", "Asia/Tokyo"]),
    rule=st.sampled_from(["one_cell_per_hour", "every_cell"]),
    resolution=st.sampled_from([None, 8, 7]),
    packed=st.booleans(),
)
def test_the_disk_makes_no_difference(  # noqa: PLR0913, PLR0917 an arrangement and where it lies
    rows: list[tuple[str, str, int, str]],
    columns: list[str],
    times_in: str | None,
    rule: str,
    resolution: int | None,
    packed: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = pl.DataFrame(rows, schema=["cell", "when", "n", "operator"], orient="row").select(columns)
    text = table.write_csv().encode()
    file = tmp_path / ("counts.csv.gz" if packed else "counts.csv")
    file.write_bytes(gzip.compress(text) if packed else text)
    plan = Plan(cell="cell", time="when", devices="n", add=("operator",), times_in=times_in, resolution=resolution)
    one, other = both(file, plan, monkeypatch, presence_rule=rule)
    if isinstance(one, str) or isinstance(other, str):
        assert isinstance(one, str)
        assert isinstance(other, str)
        return
    assert_frame_equal(rows_of(one), rows_of(other))
    left_out = {"created_at", "files"}
    assert one.manifest.model_dump(exclude=left_out) == other.manifest.model_dump(exclude=left_out)
    total = sum(n for _, _, n, _ in rows)
    assert rows_of(one)["devices"].sum() == total  # whatever is laid together, no device is lost


def test_what_all_rows_decide_is_decided_before_dates_are_taken_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only the 13th tells that the day comes first, and only 1.234.567 that points part thousands.
    text = "".join(
        f"{CELLS[0]};{when};{n}\n" for when, n in zip(HOURS[::4], ("1.234", "2.000", "1.234.567"), strict=True)
    )
    file = tmp_path / "counts.csv"
    file.write_text(f"cell;when;n\n{text}")
    one, other = both(file, Plan(cell="cell", time="when", devices="n"), monkeypatch)
    assert isinstance(one, Release), one
    assert isinstance(other, Release), other
    assert_frame_equal(rows_of(one), rows_of(other))
    assert rows_of(other)["devices"].to_list() == [1_234, 2_000, 1_234_567]


def test_the_row_at_fault_is_named_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for bad in ("x,11/05/2018 00:00,5", f"{CELLS[0]},yesterday,5", f"{CELLS[0]},13/05/2018 01:00,-5", "x,y"):
        file = tmp_path / "counts.csv"
        file.write_text(f"cell,when,n\n{CELLS[0]},13/05/2018 00:00,5\n{bad}\n{CELLS[0]},12/05/2018 00:00,5\n")
        one, other = both(file, Plan(cell="cell", time="when", devices="n"), monkeypatch)
        assert isinstance(one, str)
        assert one == other
        assert "row 2" in one


@pytest.mark.parametrize(("datum", "back"), [("GCJ02", from_gcj02), ("BD09", from_bd09)])
def test_degrees_of_maps_made_in_china_come_to_the_cells_of_wgs84(datum: str, back: Any, tmp_path: Path) -> None:  # noqa: ANN401
    """The cell of each count is that of its own place: what is written on the other datum lies 100 to 1,500 m away."""
    points = [(39.80 + 0.01 * at, 116.30 + 0.013 * at) for at in range(8)]
    text = "".join(f"{lat},{lng},2020-06-13T08:00:00+08:00,{100 + at}\n" for at, (lat, lng) in enumerate(points))
    file = tmp_path / "counts.csv"
    file.write_text(f"lat,lng,time,n\n{text}")
    plan = Plan(lat="lat", lng="lng", time="time", devices="n", resolution=9)
    found = imported(file, tmp_path / "out", plan.model_copy(update={"datum": datum}), time_zone=BEIJING)
    assert isinstance(found, Release), found
    there = back(np.array([lng for _, lng in points]), np.array([lat for lat, _ in points]))
    expected = {cells.at(float(lat), float(lng), 9): 100 + at for at, (lng, lat) in enumerate(zip(*there, strict=True))}
    assert dict(rows_of(found).select("cell", "devices").rows()) == expected
    plain = imported(file, tmp_path / "plain", plan, time_zone=BEIJING)
    assert isinstance(plain, Release)
    assert not set(rows_of(plain)["cell"].to_list()) & set(expected)
