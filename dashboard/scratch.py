"""A folder for what is of use while a process runs: gone when it is done with, or, if it is killed, with the next one.

It lies in the system's temporary folder under a name of its own, and a lock in it tells others that it is in use; the
system lets go of the lock when the process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp

_NAME, _LOCK = "screening-scope-scratch-", "lock"


class Scratch:
    """An empty folder of this process, `path`, removed with this object, or by `close`."""

    def __init__(self) -> None:
        """Make the folder, and clear those of processes that are gone; raise OSError where it cannot be made."""
        for left in Path(gettempdir()).glob(f"{_NAME}*"):
            _clear_dead(left)
        folder, lock = _claimed()
        self.path = folder / "content"
        self.close = weakref.finalize(self, _remove, folder, lock)
        try:
            self.path.mkdir()
        except OSError:
            self.close()
            raise


@contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty folder, removed with all in it when the block ends; raise OSError where it cannot be made."""
    made = Scratch()
    try:
        yield made.path
    finally:
        made.close()


def _claimed() -> tuple[Path, int]:
    """Return a new folder and its lock, held by this process; of one killed in between, the folder is empty."""
    while True:
        folder = Path(mkdtemp(prefix=_NAME))
        try:
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:  # cleared before there was a lock in it
            continue
        except OSError:
            folder.rmdir()
            raise
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.fstat(lock).st_nlink:
            return folder, lock
        os.close(lock)  # cleared before the lock was held


def _clear_dead(folder: Path) -> None:
    with suppress(OSError):  # of another user, in use, or no folder of ours
        folder.rmdir()
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
    else:
        _remove(folder, lock)


def _remove(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)
