"""What a killed process leaves in the temporary folder, or of a demonstration that it completes; the next clears it."""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from children import ended, started, wait
from inputs import command
from table import Row

from dashboard.demo import complete
from dashboard.release.check import check
from dashboard.shipped import DEMO_RELEASE

SEED = 2020


def scratch_killed(what: str, place: Path, work: Callable[..., None], given: Sequence[object], times: int) -> Row:
    """Kill work once it has a folder in `place`, given last; "old" if it left one, "new" if it was faster."""
    chance = np.random.default_rng(SEED)
    place.mkdir()
    counts: Counter[str] = Counter()
    used_s = 0.0
    for number in range(times + 1):
        child, said = started(work, *given, place)
        _wait_for(place, child.is_alive)
        began = time.monotonic()
        if not number:  # to know how long the folder is used
            wait(child, said)
            used_s = time.monotonic() - began
            continue
        time.sleep(chance.uniform(0, used_s))
        child.kill()
        wait(child, said)
        found = "old" if any(place.iterdir()) else "new"
        code, words = ended(work, *given, place)
        well = code == 0 and not any(place.iterdir())
        counts.update(["times", found, *(["said"] if well else [])])
        if not well:
            print(what, code, words, list(place.iterdir()), flush=True)
    return Row(what=f"{what}, killed", step="with a temporary folder", **counts)


def completion_killed(folder: Path, times: int) -> list[Row]:
    """Kill what completes the demonstration of an installed package: there is no copy of it, or a whole one."""
    chance = np.random.default_rng(SEED)
    began = time.monotonic()
    assert ended(_complete, folder / "first")[0] == 0
    whole_s = time.monotonic() - began
    rows: dict[str, Counter[str]] = {}
    for number in range(times):
        copy = folder / str(number) / "screening-scope" / DEMO_RELEASE.name
        child, said = started(_complete, folder / str(number))
        time.sleep(chance.uniform(0, whole_s))
        child.kill()
        wait(child, said)
        found = "old" if not copy.exists() else "mixed" if check(copy) else "new"
        code, words = ended(_complete, folder / str(number))
        well = code == 0 and check(copy) == [] and list(copy.parent.iterdir()) == [copy]
        row = rows.setdefault("its copy in place" if found == "new" else "before its copy is in place", Counter())
        row.update(["times", found, *(["said"] if well else [])])
        if not well:
            print("completion", code, words, list(copy.parent.iterdir()), flush=True)
    return [Row(what="demo --prepare, killed", step=step, **counts) for step, counts in sorted(rows.items())]


def command_in(words: Sequence[object], environment: Mapping[str, str], place: Path) -> None:
    """Run a command of the product with its temporary folders in `place`."""
    os.environ.update(environment)
    tempfile.tempdir = str(place)
    command(words)


def _wait_for(place: Path, alive: Callable[[], bool]) -> None:
    while not any(place.iterdir()) and alive():
        time.sleep(0.001)


def _complete(cache: Path) -> None:
    os.environ["XDG_CACHE_HOME"] = str(cache)
    complete.INSTALLED = True
    complete.complete()
