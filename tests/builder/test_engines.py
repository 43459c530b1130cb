"""The same release to the row from every engine, and what each says of input that it cannot use."""

import sys
import tempfile
from pathlib import Path
from typing import Any

import h3.api.basic_int as h3
import polars as pl
import pytest
import worlds
from examples import of
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from dashboard.builder.build import build
from dashboard.builder.engines import EngineName, open_engine
from dashboard.builder.engines import spark as spark_module
from dashboard.builder.engines.duck import Duck
from dashboard.builder.engines.engine import Engine
from dashboard.builder.engines.memory import Memory
from dashboard.builder.engines.spark import Spark
from dashboard.builder.sightings import read
from dashboard.demo import city, demo
from dashboard.errors import InputError
from dashboard.release.load import Release, load

CELL = f"{h3.latlng_to_cell(39.81, 116.341, 10):x}"
SECRET = "imsi-244051234567890"  # noqa: S105 no password


def assert_same(one: Release, other: Release) -> None:
    for table in ("reach", "reach_by_home", "presence"):
        rows, others = getattr(one, table), getattr(other, table)
        assert (rows is None) == (others is None)
        if rows is not None:
            assert_frame_equal(rows.collect(), others.collect())


@settings(max_examples=of(8))
@given(world=worlds.worlds())
def test_duckdb_counts_small_worlds_as_polars_does(world: worlds.World) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        assert_same(world.release(Path(one)), world.release(Path(other), engine=Duck()))


def test_spark_counts_a_crowd_as_polars_does(tmp_path: Path, spark: Spark) -> None:
    # The clock is put back at midnight, so that a date comes twice.
    world = worlds.crowd("America/Sao_Paulo", devices=200, seed=20_180_217)
    expected = world.release(tmp_path / "polars")
    assert expected.reach is not None
    assert expected.reach.collect().height > 100
    assert_same(expected, world.release(tmp_path / "spark", engine=spark))


@pytest.mark.parametrize(("name", "scale", "radii_m"), [("duckdb", 0.02, [500, 3000]), ("spark", 0.002, [3000])])
def test_the_demonstration_is_the_same(
    tmp_path: Path, spark: Spark, name: str, scale: float, radii_m: list[int]
) -> None:
    made = city.sightings(scale=scale)
    releases = []
    for engine in (Memory(), {"duckdb": Duck(), "spark": spark}[name]):
        out = tmp_path / type(engine).__name__
        manifest = demo.manifest(1).model_copy(update={"radii_m": radii_m, "min_dwell_min": [0, 15]})
        build(
            made.frame,
            sites=made.sites[:1],
            out=out,
            manifest=manifest,
            home=made.home,
            report=lambda _: None,
            engine=engine,
        )
        releases.append(load(out))
    assert_same(*releases)


def engines(spark: Spark) -> list[Engine[Any]]:
    return [Memory(), Duck(), spark]


def test_every_engine_reads_the_same(tmp_path: Path, spark: Spark) -> None:
    at = ["2020-06-01T08:00:00+08:00", "2020-06-01T08:00:00.7+08:00", "2020-06-01 08:30:00+08:00"]
    text = pl.DataFrame(
        {"device": ["a", "a", "b"], "time": at, "lat": ["39.81", "39.812", "39.9"], "lng": ["116.3"] * 3}
    )
    seconds = [1_590_969_600, 1_590_969_600, 1_590_971_400]
    cells = [h3.latlng_to_cell(lat, 116.3, 10) for lat in (39.81, 39.812, 39.9)]
    typed = pl.DataFrame({"device": [7, 7, 8], "time": seconds, "cell": cells})
    moments = typed.with_columns((pl.col("time") * 1_000_000).cast(pl.Datetime("us", "UTC")))
    text.write_csv(tmp_path / "text.csv")
    typed.write_parquet(tmp_path / "typed.parquet")
    for day, rows in enumerate(moments.iter_slices(2), start=1):
        folder = tmp_path / "by_date" / f"date=2020-06-0{day}"
        folder.mkdir(parents=True)
        rows.write_parquet(folder / "part.parquet")
    smallest = min(cells[:2])
    # Devices are often hashes, beyond what a signed number holds.
    unsigned = typed.with_columns(pl.col("cell").cast(pl.UInt64), device=pl.col("device").cast(pl.UInt64) + (1 << 63))
    unsigned.write_parquet(tmp_path / "unsigned.parquet")
    for path in ("text.csv", "typed.parquet", "unsigned.parquet", "by_date"):
        for engine in engines(spark):
            found = read(tmp_path / path, engine=engine, time_zone=None, report=lambda _: None)
            assert (found.rows, found.repeated, found.devices) == (3, 1, 2)
            assert (found.first, found.last) == (seconds[0], seconds[2])
            assert found.cells.to_list() == sorted({smallest, cells[2]} | (set(cells) & set(found.cells)))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"{SECRET},noon,{CELL}", "column time, row 2: the value is 'noon'"),
        (f"{SECRET},1590969600,{CELL[:-1]}", f"column cell, row 2: the value is '{CELL[:-1]}'"),
        (f",1590969600,{CELL}", "column device, row 2: there is no value"),
        (f"{SECRET},,{CELL}", "column time, row 2: there is no value"),
    ],
)
def test_every_engine_names_the_file_and_row_of_what_it_cannot_use(
    tmp_path: Path, spark: Spark, row: str, message: str
) -> None:
    sound = f"device,time,cell\na,1590969600,{CELL}\n"
    (tmp_path / "1.csv").write_text(sound)
    (tmp_path / "2.csv").write_text(f"{sound}{row}\nb,1590969600,{CELL}\n")
    for engine in engines(spark):
        with pytest.raises(InputError) as caught:
            read(tmp_path, engine=engine, time_zone=None, report=lambda _: None)
        assert str(caught.value).startswith(f"{tmp_path / '2.csv'}, {message}")
        assert SECRET not in str(caught.value)


def test_a_file_that_an_engine_cannot_read(tmp_path: Path, spark: Spark) -> None:
    path = tmp_path / "s.parquet"
    path.write_bytes(b"PAR1 and no more")
    for engine in engines(spark):
        with pytest.raises(InputError, match="cannot be read, expected"):
            read(path, engine=engine, time_zone=None, report=lambda _: None)


def test_what_an_engine_needs_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"--master is local and --engine duckdb, expected spark"):
        open_engine(EngineName.duckdb, "local")
    monkeypatch.setattr(spark_module.shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(InputError, match="needs Java 17 or newer"):
        open_engine(EngineName.spark)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.delitem(sys.modules, "dashboard.builder.engines.spark")
    with pytest.raises(InputError, match="needs pyspark"):
        open_engine(EngineName.spark)


def test_duckdb_without_its_extension_says_so() -> None:
    with pytest.raises(InputError, match="httpfs"):
        read("s3://bucket/sightings.parquet", engine=Duck(), time_zone=None, report=lambda _: None)
