"""What the check of a sound release leaves in the user's cache, so that it need not be done again.

A receipt holds the size and the time of the last change of every file of the release, and what checked it. It is
accepted while all of that is the same. It does not guard against somebody who sets a file's time back. Where there is
no cache, or it cannot be written or read, every process checks.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard.cache import cache_folder
from dashboard.errors import Fault, InputError
from dashboard.release.check.apart import Report, check
from dashboard.release.checked_by import checked_by
from dashboard.release.pinned import without_notes
from dashboard.release.replace import replace_file
from dashboard.release.where import Stamp, Where


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The faults of a release, and the receipt that spared the check, None if it was done.

    `stamps` are those of the files that it speaks of, None where they cannot be listed.
    """

    faults: tuple[Fault, ...]
    stamps: Mapping[str, Stamp] | None
    receipt: Path | None = None


def check_once(address: Path | str | Where, report: Report = lambda _: None) -> Checked:
    """Return the faults of a release; a release with a receipt that is still true has none and is not read.

    Of several processes that ask for the same release at once, one checks and the others wait.
    """
    where = Where.of(address)
    path = _path(where)
    held = _held(where, path)
    if held is not None or path is None:
        return held or check_and_leave(where, report)
    with _alone(path):
        return _held(where, path) or check_and_leave(where, report)


def checked_at(where: Where) -> datetime | None:
    """Return when a release was checked as it lies now, None where no receipt of that is left."""
    held = _held(where, _path(where))
    return None if held is None or held.receipt is None else datetime.fromtimestamp(held.receipt.stat().st_mtime, UTC)


def check_and_leave(address: Path | str | Where, report: Report = lambda _: None) -> Checked:
    """Check a release, leave a receipt if it is sound and the cache can be written, and return its faults."""
    where = Where.of(address)
    # As it was before: what changes while it is read makes the receipt untrue.
    stamps = _stamps(where)
    faults = tuple(check(where, report))
    path = _path(where)
    if not faults and stamps is not None and path is not None:
        with contextlib.suppress(InputError, OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, json.dumps(_receipt(where, stamps)).encode())
    return Checked(faults=faults, stamps=stamps)


def _held(where: Where, path: Path | None) -> Checked | None:
    """Return what the receipt at a path says, None where there is none that is true."""
    if path is None or not path.is_file():
        return None
    try:
        left = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    stamps = _stamps(where)
    if stamps is None or left != _receipt(where, stamps):
        return None
    return Checked(faults=(), stamps=stamps, receipt=path)


def _stamps(where: Where) -> dict[str, Stamp] | None:
    try:
        return without_notes(where.stamps())
    except OSError:
        return None


def _receipt(where: Where, stamps: Mapping[str, Stamp]) -> dict[str, Any]:
    # The inode is left out: on some file systems another mount gives another.
    files = {name: [stamp.size, stamp.mtime_ns] for name, stamp in stamps.items()}
    return {"release": where.resolved, "files": files, "checked_by": checked_by()}


def _path(where: Where) -> Path | None:
    """Return where the receipt of a release lies, None for a user without a home."""
    cache = cache_folder()
    return None if cache is None else cache / f"{hashlib.sha256(where.resolved.encode()).hexdigest()[:32]}.json"


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait for whoever checks the same release; do not where the cache cannot be written."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            fcntl.flock(held.enter_context(path.with_suffix(".lock").open("w")), fcntl.LOCK_EX)
        yield
