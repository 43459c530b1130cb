"""The check in a process of its own, since a damaged Parquet file can end the process that reads it."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from dashboard.errors import Fault
from dashboard.language import mark
from dashboard.release.check.told import from_json
from dashboard.release.where import Where
from dashboard.scratch import scratch
from dashboard.shipped import PACKAGE

PATIENCE_S = 900
_LOCK = threading.Lock()
_children: list[subprocess.Popen[str]] = []

Report = Callable[[str], None]


def check(address: Path | str | Where, report: Report = lambda _: None) -> list[Fault]:
    """Return every fault of the release at an address, none if it is sound; `whole.check` in another process.

    `report` is told the name of each file before it is read. A file that ends the process, or keeps it busy for more
    than 15 minutes, is a fault. Objects of a bucket are copied into a temporary folder first.
    """
    where = Where.of(address)
    if where.folder is not None:
        return _check_folder(where.folder, report)
    with scratch() as copied:
        try:
            report(f"a copy of {where}")
            where.copy_to(copied)
        except OSError as error:
            remedy = mark("Give the address of a release, and credentials that may list and read it, in AWS_*")
            return [Fault(file=str(where), problem=mark("cannot be read ({error})", error=error), remedy=remedy)]
        return _check_folder(copied, report)


def _check_folder(folder: Path, report: Report) -> list[Fault]:
    with _LOCK:
        faults = _ask(folder, report)
        if faults is None:  # a child that has waited long for work leaves: another is asked
            faults = _ask(folder, report)
    return [_ended(str(folder))] if faults is None else faults


def _ask(folder: Path, report: Report) -> list[Fault] | None:
    """Return the faults, or None if the child was gone before it began."""
    child = _child()
    at = ""
    try:
        print(json.dumps(str(folder.absolute())), file=child.stdin, flush=True)
        while line := _line(child):
            said = json.loads(line)
            if isinstance(said, list):
                return [from_json(fault) for fault in said]
            at = said
            report(at)
    except BrokenPipeError:
        pass
    _end()
    return [_ended(at)] if at else None


def _line(child: subprocess.Popen[str]) -> str:
    late = threading.Timer(PATIENCE_S, child.kill)
    late.start()
    try:
        return child.stdout.readline() if child.stdout else ""
    finally:
        late.cancel()


def _ended(file: str) -> Fault:
    remedy = mark("Write the file again; its content makes a reader of Parquet fail")
    return Fault(file=file, problem=mark("cannot be read: reading it ended the process"), remedy=remedy)


def _child() -> subprocess.Popen[str]:
    if _children and _children[0].poll() is not None:
        _end()
    if not _children:
        command = [sys.executable, "-m", "dashboard.release.check.child"]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        # Python imports from the folder it stands in first: the one that this process imports from, no stranger's.
        child = subprocess.Popen(  # noqa: S603
            command, stdin=pipe, stdout=pipe, stderr=nowhere, text=True, cwd=PACKAGE.parent
        )
        _children.append(child)
    return _children[0]


@atexit.register
def _end() -> None:
    for child in _children:
        child.kill()
        child.communicate()
    _children.clear()
