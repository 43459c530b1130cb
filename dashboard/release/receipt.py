"""What the check of a sound release leaves in the user's cache, so that it need not be done again.

A receipt holds the size and the time of the last change of every file of the release, and what checked it. It is
accepted while all of that is the same. It does not guard against somebody who sets a file's time back.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboard.errors import Fault
from dashboard.release.check.apart import Report, check
from dashboard.release.manifest import NOTES
from dashboard.release.where import Where

_CODE = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The faults of a release, and the receipt that spared the check, None if it was done."""

    faults: tuple[Fault, ...]
    receipt: Path | None = None


def check_once(address: Path | str | Where, report: Report = lambda _: None) -> Checked:
    """Return the faults of a release; a release with a receipt that is still true has none and is not read.

    Of several processes that ask for the same release at once, one checks and the others wait.
    """
    where = Where.of(address)
    if _holds(where):
        return Checked(faults=(), receipt=_path(where))
    with _alone(_path(where)):
        if _holds(where):
            return Checked(faults=(), receipt=_path(where))
        return Checked(faults=tuple(check_and_leave(where, report)))


def checked_at(where: Where) -> datetime | None:
    """Return when a release was checked as it lies now, None where no receipt of that is left."""
    return datetime.fromtimestamp(_path(where).stat().st_mtime, UTC) if _holds(where) else None


def check_and_leave(address: Path | str | Where, report: Report = lambda _: None) -> list[Fault]:
    """Check a release, leave a receipt if it is sound and the cache can be written, and return its faults."""
    where = Where.of(address)
    # As it was before: what changes while it is read makes the receipt untrue.
    stamps = _stamps(where)
    faults = check(where, report)
    if not faults and stamps is not None:
        with contextlib.suppress(OSError):
            path = _path(where)
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(f".{os.getpid()}")
            beside.write_text(json.dumps(stamps), encoding="utf-8")
            beside.replace(path)
    return faults


def _holds(where: Where) -> bool:
    try:
        left = json.loads(_path(where).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return left is not None and bool(left == _stamps(where))


def _stamps(where: Where) -> dict[str, Any] | None:
    """Return what a receipt of a release holds, None where its files cannot be listed."""
    try:
        found = where.stamps()
    except OSError:
        return None
    files = {name: list(stamp) for name, stamp in found.items() if name not in NOTES}
    return {"release": where.resolved, "files": files, "checked_by": _checked_by()}


def _checked_by() -> str:
    """Return a digest of the code that checks: another check is not bound by what this one found."""
    code = hashlib.sha256(f"{version('polars')} {version('pyarrow')}".encode())
    alone = [_CODE / name for name in ("cells.py", "site.py", "release/manifest.py", "release/tables.py")]
    for path in sorted([*alone, *(_CODE / "release" / "check").glob("*.py")]):
        code.update(path.read_bytes())
    return code.hexdigest()


def _path(where: Where) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "screening-scope" / f"{hashlib.sha256(where.resolved.encode()).hexdigest()[:32]}.json"


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait for whoever checks the same release; do not where the cache cannot be written."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            fcntl.flock(held.enter_context(path.with_suffix(".lock").open("w")), fcntl.LOCK_EX)
        yield
