"""A folder for what memory cannot hold: gone with the process, or cleared by the next one if the process is killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import weakref
from pathlib import Path
from tempfile import gettempdir, mkdtemp

_NAME, _UNCLAIMED, _LOCK = "screening-scope-spill-", "screening-scope-new-", "lock"


class Spill:
    """A folder of this process, `path`, removed with this object; its lock tells others that it is in use."""

    def __init__(self) -> None:
        """Make the folder, and clear those of processes that are gone."""
        for left in Path(gettempdir()).glob(f"{_NAME}*"):
            _clear_dead(left)
        unclaimed = Path(mkdtemp(prefix=_UNCLAIMED))
        lock = _locked(unclaimed / _LOCK)
        folder = unclaimed.rename(unclaimed.with_name(unclaimed.name.replace(_UNCLAIMED, _NAME)))
        self.path = folder / "spill"
        weakref.finalize(self, _remove, folder, lock)


def _clear_dead(folder: Path) -> None:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:  # of another user, or just gone
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
    else:
        _remove(folder, lock)


def _locked(path: Path) -> int:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _remove(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)
