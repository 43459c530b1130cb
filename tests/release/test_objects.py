"""A release in an object store is checked, counted and served as the folder that it was copied from."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
import small
from moto.server import ThreadedMotoServer
from serving import serve

from dashboard.counting.count import count
from dashboard.counting.presence import heat
from dashboard.errors import InputError, ReleaseError
from dashboard.place import parse_place
from dashboard.release.check import check
from dashboard.release.load import load
from dashboard.release.receipt import check_once
from dashboard.release.shelf import Shelf
from dashboard.release.where import Where
from dashboard.rule import Rule
from dashboard.settings import Settings

BUCKET = "operator-a"
ADDRESS = f"s3://{BUCKET}/2020/release"
RULE = Rule(place=parse_place("xinfadi"), radius_m=500, min_dwell_min=15, start=small.DATES[0], end=small.DATES[-1])
COMMAND = Path(sys.executable).parent / "screening-scope"


@pytest.fixture(scope="module")
def store() -> Iterator[None]:
    """Start an object store on this machine and say so in the environment, as an operator would."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "tests")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
        patch.setenv("AWS_REGION", "us-east-1")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        yield
    server.stop()


@pytest.fixture(scope="module")
def folder(store: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 it has to run
    """Write the small release to a folder and put a copy of it into the store."""
    folder = small.write_small(tmp_path_factory.mktemp("objects") / "release")
    put(folder)
    return folder


def put(folder: Path) -> None:
    client = boto3.client("s3")
    for file in folder.rglob("*"):
        if file.is_file():
            client.put_object(Bucket=BUCKET, Key=f"2020/release/{file.relative_to(folder)}", Body=file.read_bytes())


def test_objects_are_the_folder(folder: Path) -> None:
    there, here = load(ADDRESS), load(folder)
    assert (there.key, there.digest, there.places) == (here.key, here.digest, here.places)
    assert count(there, RULE) == count(here, RULE)
    for table in ("reach", "reach_by_home", "presence"):
        assert getattr(there, table).collect().equals(getattr(here, table).collect())
    hot = [heat(release, small.CELLS, 9, start=small.DATES[0], end=small.DATES[1]) for release in (there, here)]
    assert hot[0].equals(hot[1])


def test_objects_are_checked_and_what_changes_is_checked_again(folder: Path) -> None:
    assert check(ADDRESS) == []
    assert check_once(ADDRESS).receipt is None
    assert check_once(ADDRESS).receipt is not None
    body = (folder / "reach.parquet").read_bytes()
    boto3.client("s3").put_object(Bucket=BUCKET, Key="2020/release/reach.parquet", Body=body + b" ")
    (fault,) = check_once(ADDRESS).faults[:1]
    assert (fault.file, "SHA-256" in fault.problem) == ("reach.parquet", True)
    put(folder)


def test_the_shelf_and_the_command_take_an_address(folder: Path) -> None:
    shelf = Shelf(Settings(release=f"{folder.parent / 'none'}:{ADDRESS}").releases[1:])
    shelf.open()
    assert list(shelf.releases) == ["release"]
    words = ["--radius-m", "500", "--min-dwell-min", "15", "--from", str(RULE.start), "--to", str(RULE.end), "--json"]
    said = [
        subprocess.run([COMMAND, "count", where, "--site", "xinfadi", *words], capture_output=True, check=True).stdout
        for where in (ADDRESS, folder)
    ]
    assert json.loads(said[0]) == json.loads(said[1])


@pytest.mark.usefixtures("folder")
@pytest.mark.long
def test_a_server_started_on_an_address_counts_from_it() -> None:
    server = serve(ADDRESS).until(200)
    try:
        asked = f"site=xinfadi&radius_m=500&min_dwell_min=15&start={RULE.start}&end={RULE.end}"
        address = f"{server.origin}/api/v1/count?{asked}"
        with urllib.request.urlopen(address, timeout=20) as reply:  # noqa: S310 this machine
            devices = json.load(reply)["devices"]
    finally:
        written = server.stop()
    assert devices["mid"] == count(load(ADDRESS), RULE).devices.mid > 0
    assert "Traceback" not in written


@pytest.mark.usefixtures("folder")
def test_what_is_not_there_is_said() -> None:
    (fault, *_) = check(f"s3://{BUCKET}/elsewhere")
    assert f"s3://{BUCKET}/elsewhere" in fault.file
    with pytest.raises(ReleaseError, match="cannot be read"):
        load(f"s3://{BUCKET}/elsewhere")


@pytest.mark.parametrize("address", ["s3://bucket", "s3://", "https://example.org/release"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(InputError, match="expected a folder or s3://BUCKET/NAME"):
        Where.of(address)


def test_addresses_and_folders_side_by_side() -> None:
    assert Settings(release="/a/b:s3://c/d:e").releases == ["/a/b", "s3://c/d", "e"]
    assert Settings(release='["/a:b", "s3://c/d"]').releases == ["/a:b", "s3://c/d"]


@pytest.mark.parametrize("listed", ["[", "[1]", '["a", null]', "[a]"])
def test_a_list_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    monkeypatch.setenv("RELEASE", listed)
    with pytest.raises(InputError, match=r"^RELEASE: .*expected folders with ':' between, or a list such as"):
        Settings.read()
