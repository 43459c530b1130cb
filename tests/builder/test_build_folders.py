"""Sightings in folders, by date or not, and in an object store."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import h3.api.basic_int as h3
import polars as pl
import pytest
from moto.server import ThreadedMotoServer

from dashboard.builder.engines.memory import Memory
from dashboard.builder.sightings import read
from dashboard.errors import InputError

CELL = h3.latlng_to_cell(39.81, 116.341, 10)
SECOND = 1_590_969_600


def days(*devices: str) -> list[pl.DataFrame]:
    """A day of sightings for each device."""
    return [
        pl.DataFrame({"device": [device], "time": [SECOND + number * 86_400], "cell": [f"{CELL:x}"]})
        for number, device in enumerate(devices)
    ]


def by_date(folder: Path, frames: list[pl.DataFrame], kind: str) -> Path:
    for number, frame in enumerate(frames, start=1):
        path = folder / f"date=2020-06-0{number}" / f"part-0.{kind}"
        path.parent.mkdir(parents=True)
        frame.write_parquet(path) if kind == "parquet" else frame.write_csv(path)
    (folder / "_SUCCESS").touch()
    return folder


def devices(data: Path | str) -> int:
    return read(data, engine=Memory(), time_zone=None, report=lambda _: None).devices


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_folder_by_date_is_read_whole(tmp_path: Path, kind: str) -> None:
    assert devices(by_date(tmp_path / "sightings", days("a", "b", "a"), kind)) == 2


def test_the_file_and_the_row_at_fault_are_named(tmp_path: Path) -> None:
    frames = days("a", "b", "c")
    frames[1] = pl.concat([frames[1], frames[1].with_columns(cell=pl.lit("nowhere"))])
    folder = by_date(tmp_path / "sightings", frames, "csv")
    with pytest.raises(InputError, match=r"date=2020-06-02/part-0.csv, column cell, row 2: the value is 'nowhere'"):
        devices(folder)


def test_folders_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no CSV or Parquet file"):
        devices(tmp_path)
    folder = by_date(tmp_path / "sightings", days("a", "b"), "parquet")
    (folder / "more.csv").write_text("device,time,cell\n")
    with pytest.raises(InputError, match="holds both CSV and Parquet files"):
        devices(folder)
    (folder / "more.csv").unlink()
    days("c")[0].rename({"cell": "place"}).write_parquet(folder / "other.parquet")
    with pytest.raises(InputError, match=r"other.parquet: the columns are not those of .*part-0.parquet"):
        devices(folder)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    stated = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ALLOW_HTTP": "true",
    }
    for name, value in stated.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3").create_bucket(Bucket="operator")
    yield "operator"
    server.stop()


def test_an_object_store_is_read_with_the_keys_of_the_environment(tmp_path: Path, bucket: str) -> None:
    client = boto3.client("s3")
    folder = by_date(tmp_path / "sightings", days("a", "b", "a"), "parquet")
    for path in folder.rglob("*.parquet"):
        client.upload_file(str(path), bucket, path.relative_to(tmp_path).as_posix())
    assert devices(f"s3://{bucket}/sightings") == 2
    assert devices(f"s3://{bucket}/sightings/date=2020-06-01/part-0.parquet") == 1
    with pytest.raises(InputError, match=r"s3://operator/none.parquet: cannot be read, .* keys to them in the env"):
        devices(f"s3://{bucket}/none.parquet")
