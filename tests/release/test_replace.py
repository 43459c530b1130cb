"""A process that writes a release, killed at any moment, leaves the old release or the new one and nothing to tidy."""

import errno
import multiprocessing
import os
import signal
import time
from pathlib import Path
from unittest.mock import patch

import killed
import numpy as np
import pytest
import small

from dashboard.errors import InputError
from dashboard.release import replace
from dashboard.release.check import check
from dashboard.release.load import read_manifest
from dashboard.release.replace import replacing, workshop

# Children that start in no time: forked from a server that has imported polars and done nothing with it.
children = multiprocessing.get_context("forkserver")
children.set_forkserver_preload(["dashboard.release.write", "dashboard.cells"])


def sound(out: Path) -> int:
    """Return the number of a release that must be whole."""
    assert check(out) == []
    return int(read_manifest(out)[0].title)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def building(out: Path) -> Path:
    return out.parent / f".{out.name}.building"


def killed_at(out: Path, at_event: int, *, exchanges: bool) -> bool:
    """Write release number n in a child that dies before the n-th change of a file; say whether it did."""
    options = {"exchanges": exchanges}
    child = children.Process(target=killed.write_and_die, args=(out, at_event, at_event), kwargs=options)
    child.start()
    child.join()
    assert child.exitcode in {0, -signal.SIGKILL}
    return child.exitcode != 0


@pytest.mark.parametrize("exchanges", [True, False])
def test_killed_before_each_change_of_a_file(tmp_path: Path, exchanges: bool) -> None:
    out = tmp_path / "release"
    killed.write_number(out, 0)
    at_event, found, gaps = 0, [0], 0
    dies = True
    while dies:
        at_event += 1
        dies = killed_at(out, at_event, exchanges=exchanges)
        if not out.exists():
            gaps += 1
            with workshop(out):  # with which the next build begins
                assert sound(out) == found[-1]
        found.append(sound(out))
        assert found[-1] in {found[-2], at_event}
    assert len(found) > 15
    assert found[10] == 0, "old as long as files are written"
    assert found[-3:] == [at_event - 2, at_event - 1, at_event], "new when only the old is left to remove"
    assert gaps == (0 if exchanges else 1)
    assert names(tmp_path) == ["release"]


def test_killed_at_random_moments(tmp_path: Path) -> None:
    out = tmp_path / "release"
    killed.write_number(out, 0)
    chance, numbers = np.random.default_rng(2020), {0}
    for first in range(10, 160, 10):
        child = children.Process(target=killed.write_for_ever, args=(out, first))
        before = out.stat().st_ino
        child.start()
        while out.stat().st_ino == before and child.is_alive():
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.03))
        child.kill()
        child.join()
        assert child.exitcode == -signal.SIGKILL
        numbers.add(sound(out))
    assert len(numbers) == 16
    with workshop(out):
        pass
    assert names(tmp_path) == ["release"]


def test_a_write_that_fails_leaves_the_old_release_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "release"
    killed.write_number(out, 0)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    for what in ("_sync", "_swap"):
        with (
            patch.object(replace, what, side_effect=full),
            pytest.raises(InputError, match=r"release cannot be written \(No space left on device\), expected"),
        ):
            killed.write_number(out, 1)
        assert sound(out) == 0
        assert names(tmp_path) == ["release"]


@pytest.mark.parametrize("what", ["mkdir", "open"])
def test_a_folder_that_cannot_be_claimed_says_so(tmp_path: Path, what: str) -> None:
    out = tmp_path / "release"
    killed.write_number(out, 0)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with (
        patch.object(Path, what, side_effect=full),
        pytest.raises(InputError, match=r"release cannot be written \(No space left on device\), expected"),
        workshop(out),
    ):
        pass
    assert sound(out) == 0
    assert names(tmp_path) == ["release"]


def test_a_failed_second_rename_is_taken_back(tmp_path: Path) -> None:
    out = tmp_path / "release"
    killed.write_number(out, 0)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return rename(self, target)

    with (
        patch.object(replace, "_exchange", return_value=False),
        patch.object(Path, "rename", fail),
        pytest.raises(InputError, match="Permission denied"),
    ):
        killed.write_number(out, 1)
    assert sound(out) == 0
    assert names(tmp_path) == ["release"]


def test_all_that_was_written_is_on_the_disk_before_it_takes_the_place(tmp_path: Path) -> None:
    out = small.write_small(tmp_path / "release", title="old")
    synced: set[int] = set()

    def fsync(opened: int) -> None:
        if read_manifest(out)[0].title == "old":
            synced.add(os.fstat(opened).st_ino)

    with patch.object(os, "fsync", fsync):
        small.write_small(out, title="new")
    assert {path.stat().st_ino for path in (out, *out.rglob("*"))} == synced


def test_a_folder_that_no_build_left_is_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "release"
    mine = building(out) / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(InputError, match=r"\.release\.building holds what no build has left there"):
        small.write_small(out)
    assert mine.read_text() == "mine"
    assert not out.exists()


def test_who_writes_second_waits_and_wins(tmp_path: Path) -> None:
    out = tmp_path / "release"
    with replacing(out) as folder:
        waits = children.Event()
        other = children.Process(target=killed.write_after, args=(out, 7, waits))
        other.start()
        waits.wait()
        (folder / "manifest.json").write_text("{}")
    other.join()
    assert other.exitcode == 0
    assert sound(out) == 7
    assert names(tmp_path) == ["release"]


def test_a_link_to_a_release_goes_on_to_point_to_its_place(tmp_path: Path) -> None:
    small.write_small(tmp_path / "june")
    link = tmp_path / "current"
    link.symlink_to("june")
    killed.write_number(link, 3)
    assert link.is_symlink()
    assert sound(tmp_path / "june") == 3


def test_the_notes_of_a_release_stay(tmp_path: Path) -> None:
    out = small.write_small(tmp_path / "release")
    (out / "README.md").write_text("read me")
    killed.write_number(out, 4)
    assert (out / "README.md").read_text() == "read me"
    assert sound(out) == 4
