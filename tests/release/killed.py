"""Processes that write a release until they are killed: run by test_replace.py."""

import fcntl
import itertools
import os
import signal
import sys
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
import small

from dashboard.release import replace
from dashboard.release.write import Contents, write

CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "ctypes.dlsym"}
OPENED_BY_NAME = ("r", "w")  # each file is written and then read, to be hashed


def write_number(out: Path, number: int) -> None:
    """Write a release whose title and counts, too, tell which it is."""
    presence = small.presence().filter(pl.col("hour").dt.date() == small.START)
    counts = presence.with_columns(pl.col("devices") + number)
    period = {"start": small.START, "end": small.START}
    write(out, small.manifest(title=str(number), period=period), Contents(places=[small.MARKET], presence=counts))


def write_for_ever(out: Path, first: int) -> None:
    for number in itertools.count(first):
        write_number(out, number)


def write_and_die(out: Path, number: int, at_event: int, *, exchanges: bool) -> None:
    """Write once; die when Python is about to change a file for the n-th time."""
    events = itertools.count(1)

    def die(event: str, arguments: tuple[object, ...]) -> None:
        opens = event == "open" and arguments[1] in OPENED_BY_NAME and str(arguments[0]).startswith(str(out.parent))
        if (opens or event in CHANGES) and next(events) == at_event:
            os.kill(os.getpid(), signal.SIGKILL)

    exchange = replace._exchange if exchanges else lambda *_: False
    with patch.object(replace, "_exchange", exchange), patch.object(os, "fsync", lambda _: None):
        sys.addaudithook(die)
        write_number(out, number)


def write_after(out: Path, number: int, waits: Event) -> None:
    """Write; say when it comes to where another process must have finished."""
    flock = fcntl.flock

    def lock(*arguments: Any) -> None:  # noqa: ANN401
        waits.set()
        flock(*arguments)

    with patch.object(fcntl, "flock", lock):
        write_number(out, number)
