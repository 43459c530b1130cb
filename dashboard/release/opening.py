"""Open a release that was checked: what is opened is what was checked, or it is said why not."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dashboard.errors import ChangedError, Fault, ReleaseError, ScopeError
from dashboard.language import mark
from dashboard.release.check.apart import Report
from dashboard.release.load import Release, load
from dashboard.release.pinned import without_notes
from dashboard.release.receipt import Checked, check_once
from dashboard.release.where import Where

TRIES = 3
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A release that is open, and the receipt that spared its check, None if it was checked."""

    release: Release
    receipt: Path | None


def open_checked(
    address: Path | str, report: Report = lambda _: None, check: Callable[[Where, Report], Checked] = check_once
) -> Opened:
    """Check the release at an address, with `check`, and open it; raise ReleaseError whatever keeps that from ending.

    A release that is exchanged meanwhile is checked and opened anew.
    """
    try:
        return _open(Where.of(address), report, check)
    except ReleaseError:
        raise
    # A panic of polars is no Exception.
    except (Exception, pl.exceptions.PanicException) as error:
        if not isinstance(error, ScopeError):
            _LOG.exception("%s cannot be opened", address)
        raise ReleaseError([failure(str(address), error)]) from error


def failure(address: str, error: BaseException) -> Fault:
    """Return what kept a release from being opened as a fault."""
    said = next(iter(str(error).splitlines()), "")
    name = type(error).__name__
    words = said if isinstance(error, ScopeError) else f"{name}: {said}" if said else name
    remedy = mark("Mend what is named, or have the release copied or built again")
    return Fault(file=address, problem=mark("cannot be opened ({error})", error=words), remedy=remedy)


def _open(where: Where, report: Report, check: Callable[[Where, Report], Checked]) -> Opened:
    for _ in range(TRIES):
        checked = check(where, report)
        if checked.faults:
            if checked.stamps is None or without_notes(where.stamps()) == checked.stamps:
                raise ReleaseError(checked.faults)
            continue
        try:
            release = load(where)
        except ChangedError:
            continue
        if checked.stamps is None or release.where.stamps_opened == checked.stamps:
            return Opened(release=release, receipt=checked.receipt)
    problem = mark("changed each time it was opened")
    raise ReleaseError([Fault(file=str(where), problem=problem, remedy=mark("Open it again once it is written"))])
