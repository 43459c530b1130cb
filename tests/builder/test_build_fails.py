"""A build that fails half way says why in one line and leaves the release that was there."""

import resource
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import test_build_files as small

from dashboard.builder.from_files import build_from_files
from dashboard.errors import InputError
from dashboard.release.check import check
from dashboard.release.load import read_manifest

COMMAND = Path(sys.executable).parent / "screening-scope"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.long
def test_a_full_disk_is_said_and_the_old_release_stays(tmp_path: Path) -> None:
    small.built(tmp_path, {"title": "old"}, threshold=1)
    before = names(tmp_path)
    options = ["--sightings", tmp_path / "s.csv", "--sites", tmp_path / "sites.csv", "--out", tmp_path / "out"]

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    ran = subprocess.run([COMMAND, "build", *options], capture_output=True, text=True, check=False, preexec_fn=no_room)
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"{tmp_path / 'out'} cannot be written (")
    assert len(ran.stderr.splitlines()) == 1
    assert names(tmp_path) == before
    assert check(tmp_path / "out") == []
    assert read_manifest(tmp_path / "out")[0].title == "old"


def test_sightings_that_break_off_are_named_and_the_old_release_stays(tmp_path: Path) -> None:
    small.built(tmp_path, {"title": "old"}, threshold=1)
    parts = tmp_path / "sightings"
    parts.mkdir()
    rows = pl.read_csv(tmp_path / "s.csv")
    for number in range(3):
        rows.write_parquet(parts / f"part-{number}.parquet")
    whole = (parts / "part-1.parquet").read_bytes()
    (parts / "part-1.parquet").write_bytes(whole[:60] + bytes(60) + whole[120:])
    before = names(tmp_path)
    with pytest.raises(InputError, match=r"sightings.*: cannot be read, expected ") as caught:
        build_from_files(parts, tmp_path / "sites.csv", tmp_path / "out", report=lambda _: None)
    assert small.SECRET not in str(caught.value)
    assert names(tmp_path) == before
    assert check(tmp_path / "out") == []
    assert read_manifest(tmp_path / "out")[0].title == "old"
