"""Put new content in the place of old: whoever looks, whenever the power fails, finds one of the two, whole.

Everything that the product leaves on a disk is put there by this file: releases by `replacing`, single files by
`replace_file`. What is only of use while a process runs lies in a temporary folder.

A new folder grows in a workshop beside the old one, `.NAME.building`, which a lock claims for one process; the system
lets go of the lock when the process ends, however it ends. What a killed process left in a workshop is cleared by the
next one that claims it. The folders are exchanged in one step where the system can (Linux). Elsewhere the old one is
moved away before the new one is moved in, and a process killed between the two leaves the old one in the workshop, from
where the next claim puts it back.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from dashboard.errors import InputError

NEW = "new"
_LOCK, _OLD = "screening-scope.lock", "replaced"
_CURRENT_FOLDER, _EXCHANGE = -100, 2  # Source: Linux, AT_FDCWD in fcntl.h, RENAME_EXCHANGE in linux/fs.h


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of `out` once the block ends; `out` stays if it ends with an error.

    Waits while another process replaces the same folder. Raises InputError where nothing can be written.
    """
    try:
        with workshop(out) as beside:
            new = beside / NEW
            new.mkdir()
            yield new
            put(new, out.resolve())
    except OSError as error:
        msg = (
            f"{out} cannot be written ({error.strerror or error}), expected a place to write to, with room on the disk"
        )
        raise InputError(msg) from None


def replace_file(path: Path, content: bytes) -> None:
    """Put a file with `content` in the place of `path`, which stays if that fails.

    It is written beside it, as `.NAME.writing`, which a lock claims for one process; what a killed one left there is
    written over by the next. Raises InputError where nothing can be written.
    """
    path = path.resolve()
    beside = path.with_name(f".{path.name}.writing")
    try:
        with _locked(beside) as file:
            try:
                file.truncate(0)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                if path.is_file():
                    os.fchmod(file.fileno(), path.stat().st_mode)
                beside.rename(path)
            except OSError:
                beside.unlink(missing_ok=True)
                raise
        _sync(path.parent)
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror or error}), expected a file in a folder with room on the disk"
        raise InputError(msg) from None


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """Claim the folder beside `out` in which its successor is made, cleared of what a killed process left there.

    It is removed with everything in it when the block ends. Raises InputError if a folder of its name is none of ours.
    """
    out = out.resolve()
    beside = out.parent / f".{out.name}.building"
    with _claimed(beside):
        _clear(beside, out)
        try:
            yield beside
        finally:
            _clear(beside, out)
            (beside / _LOCK).unlink()
            with suppress(OSError):  # the next process may have claimed it already
                beside.rmdir()


def put(new: Path, out: Path) -> None:
    """Put a folder of a workshop, written to the disk first, in the place of `out`; raise OSError."""
    _sync_all(new)
    _swap(new, out)
    _sync(out.parent)


def _claimed(beside: Path) -> IO[bytes]:
    """Return the open lock of a workshop, held by this process alone."""
    while True:
        beside.mkdir(parents=True, exist_ok=True)
        if any(beside.iterdir()) and not (beside / _LOCK).exists():
            msg = f"{beside} holds what no build has left there, expected no such folder: move it away"
            raise InputError(msg)
        try:
            return _locked(beside / _LOCK)
        except FileNotFoundError:  # its last owner has just removed the folder
            continue
        except OSError:  # no room for the lock: nothing is left of a workshop that nobody holds
            with suppress(OSError):
                beside.rmdir()
            raise


def _locked(path: Path) -> IO[bytes]:
    """Return a file that this process alone may write, open; what its last owner left is in it."""
    while True:
        file = path.open("ab")
        fcntl.flock(file, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(file.fileno()).st_ino:
                return file
        file.close()  # its last owner has just removed or renamed it


def _clear(beside: Path, out: Path) -> None:
    if (beside / _OLD).exists() and not out.exists():
        (beside / _OLD).rename(out)
    for left in beside.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name != _LOCK:
            left.unlink()


def _swap(new: Path, out: Path) -> None:
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        out.rename(new.parent / _OLD)
        new.rename(out)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    paths = (_CURRENT_FOLDER, os.fsencode(one), _CURRENT_FOLDER, os.fsencode(other))
    return bool(renameat2(*paths, _EXCHANGE) == 0)


def _sync_all(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
