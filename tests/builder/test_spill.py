"""What an engine puts on disk is gone with the process; what a killed one left, the next one clears."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from dashboard.builder.engines.duck import Duck
from dashboard.builder.engines.spill import Spill

SPILLS = """
import sys
from dashboard.builder.engines.spill import Spill
spill = Spill()
spill.path.mkdir()
(spill.path / "sightings").write_text("of devices")
print(spill.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_a_folder_goes_with_its_owner(tmp_path: Path) -> None:
    spill = Spill()
    spill.path.mkdir()
    (spill.path / "sightings").write_text("of devices")
    del spill
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_by_the_next_and_no_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "screening-scope-spill-of-someone").mkdir()
    with subprocess.Popen([sys.executable, "-c", SPILLS], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().strip()) / "sightings"
        mine = Spill()
        assert left.exists(), "its process lives"
        process.send_signal(signal.SIGKILL)
    assert left.exists()
    Spill()
    assert not left.parent.parent.exists()
    assert mine.path.parent.exists()
    assert (tmp_path / "screening-scope-spill-of-someone").exists(), "it has no lock: none of ours"


def test_duckdb_spills_into_it(tmp_path: Path) -> None:
    duck = Duck()
    configured = duck._database.sql("select current_setting('temp_directory')").fetchall()
    assert configured == [(str(duck._spill.path),)]
    del duck
    assert list(tmp_path.iterdir()) == []
