"""Commands killed at random moments: what lies there afterwards, and whether the next run clears what was left."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from children import ended, started, wait
from inputs import DEMO, Case, command
from table import Row

SEED = 2020


def killed(case: Case, times: int, *, seed: int = SEED) -> list[Row]:
    """Kill a command `times` times, every other time once it has begun to write; one row for each step it was at."""
    chance = np.random.default_rng(seed)
    whole_s, writing_s = _durations(case)
    rows: dict[str, Counter[str]] = {}
    for number in range(times):
        case.restore()
        child, said = started(command, case.words)
        if number % 2:
            _wait_for(_workshop(case), child.is_alive)
        time.sleep(chance.uniform(0, writing_s if number % 2 else whole_s))
        child.kill()
        wait(child, said)
        step, found = _step(case), case.found()
        cleared = case.name == DEMO or _next_run_clears(case)
        rows.setdefault(step, Counter()).update(["times", found, *(["said"] if cleared else [])])
    return [Row(what=f"{case.name}, killed", step=step, **counts) for step, counts in sorted(rows.items())]


def _durations(case: Case) -> tuple[float, float]:
    """Return the shortest of how long a command takes, and how long from when it begins to write, in seconds."""
    found = [_duration(case) for _ in range(1 if case.name == DEMO else 3)]
    return min(whole for whole, _ in found), min(writing for _, writing in found)


def _duration(case: Case) -> tuple[float, float]:
    case.restore()
    began = time.monotonic()
    child, said = started(command, case.words)
    _wait_for(_workshop(case), child.is_alive)
    wrote = time.monotonic()
    code, words = wait(child, said)
    now = time.monotonic()
    assert (code, case.found()) == (0, "new"), words
    return now - began, now - wrote


def _wait_for(path: Path, alive: Callable[[], bool]) -> None:
    while not path.exists() and alive():
        time.sleep(0.001)


def _workshop(case: Case) -> Path:
    return case.out.parent / f".{case.out.name}.building"


def _step(case: Case) -> str:
    """Return what a command was at, by what it left."""
    if not _workshop(case).exists():
        return "1 before it writes" if case.found() == "old" else "5 after all"
    if case.found() != "old":
        return "4 clearing the old away"
    written = (_workshop(case) / "new" / "manifest.json").exists()
    return "3 all written, not in place" if written else "2 writing"


def _next_run_clears(case: Case) -> bool:
    """Say whether the command, run again, ends well and leaves nothing beside its release; of a date added, refused."""
    was_new = case.found() == "new"
    code, words = ended(command, case.words)
    added = "--add-date" in case.words and was_new
    ended_well = (code == 1 and "the date to add is" in words) if added else code == 0
    return ended_well and case.found() == "new" and case.left() == []
