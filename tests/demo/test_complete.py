"""The demonstration of an installed package: completed in a copy, and the package left as it was installed."""

import shutil
import tempfile
from pathlib import Path

import pytest

from dashboard.demo import complete
from dashboard.errors import InputError
from dashboard.release.check import check
from dashboard.release.load import DISTRICTS_FILE
from dashboard.shipped import DEMO_RELEASE


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed demonstration: what the repository holds, in folders that may not be written to."""
    inside = tmp_path / "package" / DEMO_RELEASE.name
    shutil.copytree(DEMO_RELEASE, inside, ignore=shutil.ignore_patterns(DISTRICTS_FILE))
    for folder in (inside, *filter(Path.is_dir, inside.rglob("*"))):
        folder.chmod(0o555)
    monkeypatch.setattr(complete, "DEMO_RELEASE", inside)
    monkeypatch.setattr(complete, "INSTALLED", True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return inside


def test_a_copy_in_the_cache_is_complete_and_the_package_is_left_alone(package: Path, tmp_path: Path) -> None:
    before = sorted(package.rglob("*"))
    folder = complete.complete()
    assert folder == tmp_path / "cache" / "screening-scope" / package.name
    assert check(folder) == []
    assert sorted(package.rglob("*")) == before


def test_a_complete_copy_is_used_again_as_it_lies(package: Path) -> None:  # noqa: ARG001 installed
    first = complete.complete()
    made = first.stat()
    assert complete.complete().stat() == made


@pytest.mark.parametrize("damaged", ["manifest.json", "reach.parquet", DISTRICTS_FILE])
def test_a_damaged_copy_is_made_anew(package: Path, damaged: str) -> None:  # noqa: ARG001 installed
    folder = complete.complete()
    (folder / damaged).write_bytes(b"damaged")
    assert check(complete.complete()) == []
    (folder / damaged).unlink()
    assert check(complete.complete()) == []
    assert [path.name for path in folder.parent.iterdir()] == [folder.name], "nothing else is left in the cache"


def test_without_a_home_a_temporary_folder_serves(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", _no_home)
    folder = complete.complete()
    assert folder.parent.parent == tmp_path
    assert folder.name == package.name
    assert check(folder) == []


def test_a_cache_that_cannot_be_written_is_passed_over(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "full").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "full"))
    folder = complete.complete()
    assert folder.parent.parent == tmp_path
    assert folder.name == package.name


def test_where_nothing_can_be_written_it_says_so(
    package: Path,  # noqa: ARG001 installed
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "full").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "full"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full"))
    with pytest.raises(InputError, match="expected a place to write to"):
        complete.complete()


def _no_home() -> Path:
    msg = "Could not determine home directory."
    raise RuntimeError(msg)
