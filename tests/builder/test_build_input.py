"""Sightings, homes and sites in every accepted form are read the same; what cannot be used is named, never a device."""

import gzip
import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import h3.api.basic_int as h3
import polars as pl
import pytest
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import cells
from dashboard.builder.distances import centres, distances
from dashboard.builder.engines.engine import Sightings
from dashboard.builder.engines.memory import Memory
from dashboard.builder.sightings import read
from dashboard.errors import InputError

ZONE = "Europe/Helsinki"
CELL = h3.latlng_to_cell(60.1795, 24.9508, 10)
OTHER = h3.latlng_to_cell(60.2, 24.9, 10)
SECOND = 1_603_510_200  # 2020-10-24T06:30:00+03:00
SECRET = "imsi-244051234567890"  # noqa: S105 no password


def read_quietly(data: Path | pl.DataFrame, time_zone: str | None = ZONE) -> Sightings[Any]:
    return read(data, engine=Memory(), time_zone=time_zone, report=lambda _: None)


def rows_of(sightings: Sightings[Any]) -> pl.DataFrame:
    return pl.concat([part().to_native() for part in sightings.parts])


def tracks(sightings: Sightings[Any]) -> list[list[tuple[int, int]]]:
    """The tracks without their devices' codes, which are arbitrary."""
    parts = rows_of(sightings).partition_by("device", include_key=False)
    return sorted(part.select("t", "cell").rows() for part in parts)


def written(path: Path, text: str) -> Path:
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "time",
    [
        "2020-10-24T06:30:00+03:00",
        "2020-10-24T03:30:00Z",
        "2020-10-24 05:30:00.75+02:00",
        "2020-10-24T06:30:00+0300",
        "2020-10-24T06:30:00",
        "2020-10-24 06:30:00.5",
        "2020-10-24T06:30",
        "2020-10-24 06:30",
        str(SECOND),
    ],
)
@pytest.mark.parametrize("name", ["s.csv", "s.csv.gz"])
@pytest.mark.parametrize("cell", [f"{CELL:x}", f"{CELL:X}", str(CELL)])
def test_text_in_any_form(tmp_path: Path, time: str, name: str, cell: str) -> None:
    path = written(tmp_path / name, f"time,note,cell,device\n{time},x,{cell},one\n{time},,{cell},two\n")
    assert tracks(read_quietly(path)) == [[(SECOND, CELL)], [(SECOND, CELL)]]


@pytest.mark.parametrize(
    "time",
    [
        pl.Series([SECOND, SECOND + 60]),
        pl.Series([SECOND, SECOND + 60], dtype=pl.UInt32),
        pl.Series([SECOND * 1000, SECOND * 1000 + 60_999]).cast(pl.Datetime("ms", "Asia/Tokyo")),
        pl.Series([SECOND * 1_000_000_000, (SECOND + 60) * 1_000_000_000]).cast(pl.Datetime("ns", "UTC")),
        pl.Series([datetime(2020, 10, 24, 6, 30), datetime(2020, 10, 24, 6, 31)]),  # noqa: DTZ001 local
        pl.Series(["2020-10-24T06:30:00", "2020-10-24T06:31:00"]),
    ],
)
@pytest.mark.parametrize(
    "device",
    [
        pl.Series([7, 4_000_000_000]),
        pl.Series([-7, 244_051_234_567_890]),
        pl.Series(["7", "x"]),
        pl.Series(["7", "x"], dtype=pl.Categorical),
    ],
)
@pytest.mark.parametrize("cell", [pl.Series([CELL, OTHER]), pl.Series([f"{CELL:x}", f"{OTHER:x}"])])
@pytest.mark.parametrize("as_file", [True, False])
def test_typed_columns(tmp_path: Path, device: pl.Series, time: pl.Series, cell: pl.Series, as_file: bool) -> None:
    frame = pl.DataFrame({"device": device, "time": time, "cell": cell})
    if as_file:
        frame.write_parquet(tmp_path / "s.parquet")
    found = read_quietly(tmp_path / "s.parquet" if as_file else frame)
    assert tracks(found) == [[(SECOND, CELL)], [(SECOND + 60, OTHER)]]


def test_positions_are_placed_in_cells(tmp_path: Path) -> None:
    path = written(tmp_path / "s.csv", "device,time,lat,lng\na,1603510200,60.1795,24.9508\nb,1603510200,60.2,24.9\n")
    assert tracks(read_quietly(path)) == sorted([[(SECOND, CELL)], [(SECOND, OTHER)]])
    frame = pl.DataFrame({"device": ["a"] * 3, "time": [SECOND, SECOND + 1, SECOND + 2], "lat": 60.2, "lng": 24.9})
    finer = read(frame, engine=Memory(), time_zone=None, cell_resolution=12, report=lambda _: None)
    assert rows_of(finer)["cell"].to_list() == [h3.latlng_to_cell(60.2, 24.9, 12)] * 3


def test_of_the_same_second_the_smallest_cell_counts_and_the_rest_is_reported() -> None:
    low, high = sorted([CELL, OTHER])
    frame = pl.DataFrame({"device": ["a"] * 3 + ["b"], "time": [SECOND] * 4, "cell": [high, low, high, high]})
    lines: list[object] = []
    assert tracks(read(frame, engine=Memory(), time_zone=None, report=lines.append)) == sorted(
        [[(SECOND, low)], [(SECOND, high)]]
    )
    (said,) = [line for line in lines if isinstance(line, str)]
    assert said.startswith("Read 4 sightings of 2 devices in 2 cells; 2 were in the same second as another of ")


Edit = Callable[[dict[str, list[object]]], None]
GOOD: dict[str, list[object]] = {
    "device": [SECRET, "b", "c"],
    "time": ["2020-10-24T06:30:00+03:00"] * 3,
    "cell": [f"{CELL:x}", f"{OTHER:x}", f"{CELL:x}"],
}


@pytest.mark.parametrize(
    ("column", "row", "value", "message"),
    [
        ("time", 2, None, "column time, row 2: there is no value. Expected a time with an offset"),
        ("time", 3, "yesterday", "column time, row 3: the value is 'yesterday'. Expected a time with an offset"),
        ("time", 2, "2020-10-24T06:30:00", "column time, row 2: the value is '2020-10-24T06:30:00'. Expected a time"),
        ("time", 2, "1969-12-31T06:30:00Z", "row 2: the value is '1969-12-31T06:30:00Z'"),
        ("time", 1, "24/10/2020", "column time, row 1: the value is '24/10/2020'. Expected a time such as"),
        ("time", 1, "20000000000", "column time, row 1: the value is '20000000000'. Expected whole epoch seconds"),
        ("time", 1, "1603510200.5", "column time, row 1: the value is '1603510200.5'. Expected a time such as"),
        ("cell", 2, None, "column cell, row 2: there is no value. Expected an H3 cell"),
        ("cell", 3, "8a1126d2b0fffff", "column cell, row 3: the value is '8a1126d2b0fffff'. Expected an H3 cell"),
        ("cell", 2, str(CELL), f"column cell, row 2: the value is '{CELL}'. Expected an H3 cell"),
        ("cell", 2, f"{h3.cell_to_parent(CELL, 8):x}", "row 2: the value is '8"),
        ("cell", 1, "Hakaniemi", "column cell, row 1: the value is 'Hakaniemi'"),
        ("device", 2, None, "column device, row 2: there is no value. Expected an identifier in every row"),
    ],
)
def test_a_value_that_cannot_be_used(tmp_path: Path, column: str, row: int, value: object, message: str) -> None:
    frame = pl.DataFrame({**GOOD, column: [*GOOD[column][: row - 1], value, *GOOD[column][row:]]})
    for data in (frame, _csv(frame, tmp_path), _parquet(frame, tmp_path)):
        with pytest.raises(InputError) as caught:
            read_quietly(data)
        assert message in str(caught.value)
        assert SECRET not in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("time", "row"), [("2020-10-25T03:30:00", 2), ("2020-03-29T03:30:00", 2), ("2020-10-24T06:30:00+03:00", 2)]
)
def test_a_local_time_that_the_clock_shows_twice_or_never(time: str, row: int) -> None:
    frame = pl.DataFrame({"device": ["a", "b"], "time": ["2020-10-24T06:30:00", time], "cell": [CELL, CELL]})
    with pytest.raises(InputError, match=rf"row {row}: the value is '{time[:10]}.* shows exactly once, or write the"):
        read_quietly(frame)


@pytest.mark.parametrize("time", ["2020-10-24T06:30:00", datetime(2020, 10, 24, 6, 30)])  # noqa: DTZ001 local
def test_a_time_without_an_offset_needs_a_zone(time: object) -> None:
    frame = pl.DataFrame({"device": ["a"], "time": [time], "cell": [CELL]})
    with pytest.raises(InputError, match="the times have no offset and no time zone is given"):
        read_quietly(frame, time_zone=None)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (
            {"device": ["a"], "cell": [CELL]},
            "column time is missing, expected device, time among the names",
        ),
        ({"device": ["a"], "time": [SECOND]}, "column cell is missing"),
        ({"device": ["a"], "time": [SECOND], "lat": [60.0]}, "column lng is missing, expected lat, lng"),
        ({"device": ["a"], "time": [SECOND], "cell": [CELL], "lat": [60.0]}, "columns cell and lat, expected one or"),
        ({"device": ["a"], "time": [SECOND], "lat": [91.0], "lng": [0.0]}, "column lat, row 1: the value is 91.0"),
        ({"device": ["a"], "time": [SECOND], "lat": [math.nan], "lng": [0.0]}, "column lat, row 1: the value is"),
        (
            {"device": ["a"], "time": [SECOND], "lat": ["north"], "lng": ["0"]},
            "column lat, row 1: the value is 'north'",
        ),
        ({"device": ["a"], "time": [SECOND], "lat": [True], "lng": [0.0]}, "column lat: the type is Boolean"),
        ({"device": [1.5], "time": [SECOND], "cell": [CELL]}, "column device: the type is Float64"),
        ({"device": ["a"], "time": [1.5], "cell": [CELL]}, "column time: the type is Float64"),
        ({"device": ["a"], "time": [SECOND], "cell": [1.5]}, "column cell: the type is Float64"),
        ({"device": ["a"], "time": [SECOND], "cell": [-1]}, "column cell, row 1: the value is -1"),
        ({"device": ["a"], "time": [SECOND * 10], "cell": [CELL]}, "column time, row 1: the value is 16035102000"),
        ({"device": [], "time": [], "cell": []}, "holds no sightings, expected at least one row"),
    ],
)
def test_a_frame_that_cannot_be_used(frame: dict[str, list[object]], message: str) -> None:
    empty = {"device": pl.String, "time": pl.Int64, "cell": pl.UInt64}
    schema = None if frame["device"] else empty
    with pytest.raises(InputError) as caught:
        read_quietly(pl.DataFrame(frame, schema=schema))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("s.xml", b"x", "is of no known kind"),
        ("s.parquet", b"PAR1 and no more", "expected a whole Parquet file"),
        ("s.csv", b"", "expected UTF-8 text with one header row"),
        (
            "s.csv",
            f"device,time,cell\na,1603510200,{CELL:x},{SECRET}\n".encode(),
            "row 1 has 4 fields and the header 3",
        ),
        ("s.csv", b"device,time,cell\n\xff\xfe,1603510200,x\n", "expected UTF-8 text"),
        ("s.csv.gz", b"no gzip", "column device is missing"),
        ("s.csv", f"{SECRET},1603510200,{CELL:x}\n".encode(), "column device is missing"),
        ("s.csv.gz", gzip.compress(b"device,time,cell\na,1603510200,x\n" * 99, mtime=0)[:-20], "expected UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_quietly(path)
    assert str(path) in str(caught.value) or path.name in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no file, expected a CSV"):
        read_quietly(tmp_path / "none.csv")


@settings(max_examples=of(40), deadline=None)
@given(
    points=st.lists(st.tuples(st.floats(-70, 70), st.floats(-180, 180)), min_size=1, max_size=1),
    second=st.none() | st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01)),
    radius_m=st.integers(1, 1500),
    resolution=st.integers(9, 10),
)
def test_the_cells_within_a_radius_are_those_of_a_disk(
    points: list[tuple[float, float]], second: tuple[float, float] | None, radius_m: int, resolution: int
) -> None:
    if second is not None:
        points = [*points, (points[0][0] + second[0], points[0][1] + second[1])]
    wider = cells.disk(points, 2 * radius_m + 500, resolution)
    found = distances(centres(pl.Series(sorted(wider), dtype=pl.UInt64)), points, radius_m)
    expected = cells.disk(points, radius_m, resolution)
    assert dict(found.iter_rows()) == pytest.approx(expected, abs=1e-3)


def _csv(frame: pl.DataFrame, folder: Path) -> Path:
    frame.write_csv(folder / "s.csv")
    return folder / "s.csv"


def _parquet(frame: pl.DataFrame, folder: Path) -> Path:
    frame.write_parquet(folder / "s.parquet")
    return folder / "s.parquet"


@pytest.mark.parametrize("devices", [(-7, 7), (7, 2**40), (-(2**40), -7)])
def test_whole_numbers_of_any_sign_and_size_are_devices(devices: tuple[int, int]) -> None:
    data = pl.DataFrame({"device": devices, "time": [SECOND, SECOND + 60], "cell": [CELL, OTHER]})
    assert tracks(read_quietly(data)) == [[(SECOND, CELL)], [(SECOND + 60, OTHER)]]
