"""A check leaves a receipt that spares the next one, until anything of the release changes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import small

from dashboard.release import receipt
from dashboard.release.receipt import check_and_leave, check_once
from dashboard.release.shelf import Shelf


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    release = small.write_small(tmp_path / "release")
    assert check_and_leave(release).faults == ()
    return release


def test_what_was_checked_is_not_read_again(checked: Path) -> None:
    read: list[str] = []
    again = check_once(checked, read.append)
    assert (again.faults, read) == ((), [])
    assert again.receipt is not None
    assert again.receipt.exists()
    assert not again.receipt.is_relative_to(checked)


def later(file: Path) -> None:
    state = file.stat()
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns + 1))


def longer(file: Path) -> None:
    state = file.stat()
    with file.open("ab") as opened:
        opened.write(b" ")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


@pytest.mark.parametrize("name", ["manifest.json", "reach.parquet", small.presence_file(), "districts.geojson"])
@pytest.mark.parametrize("change", [later, longer])
def test_a_change_of_any_file_asks_for_a_check(checked: Path, name: str, change: Callable[[Path], None]) -> None:
    change(checked / name)
    read: list[str] = []
    again = check_once(checked, read.append)
    assert again.receipt is None
    assert read


def test_a_byte_that_changes_is_found(checked: Path) -> None:
    file = checked / "reach.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    shelf = Shelf([checked])
    shelf.open()
    assert shelf.state == "refused"
    assert "SHA-256" in shelf.faults[0].problem


def test_a_file_more_or_less_asks_for_a_check(checked: Path) -> None:
    (checked / "more").write_text("")
    assert check_once(checked).faults
    (checked / "more").unlink()
    (checked / small.presence_file(1)).unlink()
    assert check_once(checked).faults


def test_another_check_does_not_take_the_receipt(checked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt, "checked_by", lambda: "another")
    assert check_once(checked).receipt is None


def test_a_release_that_is_not_sound_leaves_none(tmp_path: Path) -> None:
    release = small.write_small(tmp_path / "release")
    (release / "reach.parquet").write_bytes(b"")
    for _ in range(2):
        again = check_once(release)
        assert again.faults
        assert again.receipt is None


def test_without_a_cache_every_process_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    release = small.write_small(tmp_path / "release")
    for _ in range(2):
        again = check_once(release)
        assert (again.faults, again.receipt) == ((), None)
