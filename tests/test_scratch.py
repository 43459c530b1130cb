"""What lies in a temporary folder is gone with its owner; what a killed process left, the next one clears."""

import signal
import subprocess
import sys
import tempfile
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest

from dashboard import scratch as module
from dashboard.builder.engines.duck import Duck
from dashboard.scratch import Scratch, scratch

WRITES = """
import sys
from dashboard.scratch import Scratch
made = Scratch()
(made.path / "sightings").write_text("of devices")
print(made.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_a_folder_goes_with_its_owner(tmp_path: Path) -> None:
    made = Scratch()
    (made.path / "sightings").write_text("of devices")
    del made
    assert list(tmp_path.iterdir()) == []


def test_a_folder_goes_with_its_block_whatever_happens_in_it(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="within"), scratch() as folder:  # noqa: PT012 the error is the block's own
        (folder / "sightings").write_text("of devices")
        message = "within"
        raise ValueError(message)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_by_the_next_and_no_folder_in_use(tmp_path: Path) -> None:
    strange = tmp_path / "screening-scope-scratch-of-someone"
    strange.mkdir()
    (strange / "file").touch()
    with subprocess.Popen([sys.executable, "-c", WRITES], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().strip()) / "sightings"
        mine = Scratch()
        assert left.exists(), "its process lives"
        process.send_signal(signal.SIGKILL)
    assert left.exists()
    Scratch()
    assert not left.parent.parent.exists()
    assert mine.path.exists()
    assert strange.exists(), "it has no lock: none of ours"


def test_a_process_that_is_killed_before_it_holds_its_folder_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "screening-scope-scratch-empty").mkdir()
    (tmp_path / "screening-scope-scratch-free").mkdir()
    (tmp_path / "screening-scope-scratch-free" / "lock").touch()
    made = Scratch()
    assert list(tmp_path.iterdir()) == [made.path.parent]


@pytest.mark.parametrize("name", ["open", "flock"])
def test_a_folder_that_is_cleared_before_it_is_held_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Another process may look for what was left at any moment: before there is a lock, and before it is held."""
    of, made = {"open": module.os, "flock": module.fcntl}[name], []
    as_it_is = getattr(of, name)

    def cleared_first(*arguments: object) -> object:
        folders = list(tmp_path.iterdir())
        if folders and not made:
            made.extend(folders)
            module._clear_dead(folders[0])
        return as_it_is(*arguments)

    monkeypatch.setattr(of, name, cleared_first)
    with scratch() as folder:
        assert len(made) == 1
        assert [folder.parent] == list(tmp_path.iterdir()) != made


def test_folders_of_many_at_once_are_all_their_own(tmp_path: Path) -> None:
    def keep(number: int) -> bool:
        with scratch() as folder:
            (folder / "file").write_text(str(number))
            return (folder / "file").read_text() == str(number)

    with ThreadPool(8) as pool:
        assert all(pool.map(keep, range(64)))
    assert list(tmp_path.iterdir()) == []


def test_duckdb_spills_into_it(tmp_path: Path) -> None:
    duck = Duck()
    configured = duck._database.sql("select current_setting('temp_directory')").fetchall()
    assert configured == [(str(duck._spill.path),)]
    del duck
    assert list(tmp_path.iterdir()) == []
