"""Change the code by a slip at a time and see whether a test fails: python tests/mutants/run.py [COUNT].

A sample of the changes that change.py knows to the files of FLOORS, the same every time. Each mutant is a copy of the
tree with one change. All meet the tests that run the line, the fastest first, for about NEAREST_S of processor time;
those that live, then, all tests of their floor. What no test can tell apart is listed in equivalent.toml, with the
reason. For every SCRIPTS_PART of them there is a mutant of a script (scripts.py), which meets the tests of scripts. In
the end the tests that killed are run on the code as it is: what one killed that fails there is not called killed.

A run that is ended goes on where it was (ledger.py).
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import scripts
import trial
from change import Change, changes
from ledger import FLOOR, NEAREST, SCRIPTS, Found, Key, Ledger
from measure import SLOW, Tests, measure

COUNT, SEED = 300, 11
SCRIPTS_PART = 5  # a mutant of a script for so many of Python
JOBS = os.cpu_count() or 1
NEAREST_S = 12
FLOORS = {
    "dashboard/rule.py": ["tests/answers", "tests/api", "tests/counting"],
    "dashboard/place.py": ["tests/release", "tests/api", "tests/counting"],
    "dashboard/site.py": ["tests/builder", "tests/release"],
    "dashboard/counting": ["tests/builder", "tests/certainty", "tests/counting"],
    "dashboard/builder": ["tests/builder"],
    "dashboard/release/check": ["tests/release"],
    "dashboard/release/combine.py": ["tests/release"],
    "dashboard/release/disclosure.py": ["tests/builder", "tests/release"],
    "dashboard/risk": ["tests/risk"],
}
EQUIVALENT = Path(__file__).parent / "equivalent.toml"
LEFT = trial.ROOT / ".mutants"


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A change of a file, and the file as it is."""

    file: str
    source: str
    change: Change

    @property
    def key(self) -> Key:
        """The file, the line and what it becomes: what equivalent.toml and the ledger know it by."""
        return (self.file, *self.change.lines(self.source))

    @property
    def floor(self) -> list[str]:
        """The folders of the tests that hold it; none for a script, which has tests of its own."""
        return next((tests for floor, tests in FLOORS.items() if Path(self.file).is_relative_to(floor)), [])

    @property
    def place(self) -> str:
        """Where it lies."""
        return f"{self.file}:{self.change.line}"


def main(count: int) -> int:
    """Print what became of a sample of mutants, and return how many live."""
    equivalent = {(each["file"], each["line"], each["becomes"]): each["why"] for each in equivalents()}
    sample = [*sampled(every_mutant(), count), *sampled(every_script_mutant(), count // SCRIPTS_PART)]
    tried = [mutant for mutant in sample if mutant.key not in equivalent]
    ledger = Ledger(trial.ROOT, LEFT)
    trial.warm()
    with tempfile.TemporaryDirectory() as folder, workers(folder) as pool:
        tests = measured(pool, ledger, sorted({folder for mutant in tried for folder in mutant.floor}))
        if tests.failed:
            print("Not asked, since they fail on the code as it is:", *tests.failed, "", sep="\n")
        for asked in (SCRIPTS, NEAREST, FLOOR):
            ask(pool, ledger, tests, tried, asked)
        unsound = failing_as_is(pool, ledger, tests, tried)
    became = {mutant.key: what_became(ledger.found[mutant.key], unsound) for mutant in tried}
    print_table(sample, became)
    for mutant in sample:
        what, why = became.get(mutant.key, "equivalent"), equivalent.get(mutant.key)
        if what != "killed":
            _, before, after = mutant.key
            print(f"\n{what}{f': {why}' if why else ''}\n{mutant.place}\n  - {before}\n  + {after}")
    return sum(what != "killed" for what in became.values())


def every_mutant() -> list[Mutant]:
    """Return every mutant of the floors."""
    return [
        Mutant(file=file, source=source, change=change)
        for file in files()
        for source in [(trial.ROOT / file).read_text()]
        for change in changes(source)
    ]


def every_script_mutant() -> list[Mutant]:
    """Return every mutant of the scripts, where a test runs them without a browser."""
    return [Mutant(file=file, source=source, change=change) for file, source, change in scripts.changes(trial.ROOT)]


def sampled(mutants: list[Mutant], count: int) -> list[Mutant]:
    """Return some mutants as if drawn; a change of the code exchanges those of its own lines alone.

    Of those that read alike, the first in the file.
    """
    unlike = {mutant.key: mutant for mutant in sorted(mutants, key=lambda mutant: -mutant.change.start)}
    return sorted(unlike.values(), key=lambda mutant: sha256(repr((SEED, mutant.key)).encode()).digest())[:count]


def files() -> Iterator[str]:
    """Yield the files of the floors."""
    for floor in FLOORS:
        path = trial.ROOT / floor
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield file.relative_to(trial.ROOT).as_posix()


def equivalents() -> list[dict[str, str]]:
    """Return the mutants that no test can tell from the code, with why."""
    return tomllib.loads(EQUIVALENT.read_text())["mutant"] if EQUIVALENT.exists() else []


def workers(folder: str) -> ProcessPoolExecutor:
    """Return processes, each with a copy of the tree in a folder of its own."""
    return ProcessPoolExecutor(
        JOBS, mp_context=multiprocessing.get_context("fork"), initializer=trial.settle, initargs=(folder,)
    )


def measured(pool: ProcessPoolExecutor, ledger: Ledger, folders: Sequence[str]) -> Tests:
    """Return what the tests of some folders run; only files that have changed are measured again."""
    stale = [[file for file in ledger.stale(folder) if file not in SLOW] for folder in folders]
    for done in as_completed([pool.submit(measure, files) for files in sorted(stale, key=len, reverse=True) if files]):
        ledger.keep(done.result())
    below = tuple(f"{folder}/" for folder in folders)
    return Tests.of(found for file, found in ledger.measured.items() if file.startswith(below))


def ask(pool: ProcessPoolExecutor, ledger: Ledger, tests: Tests, tried: Sequence[Mutant], asked: str) -> None:
    """Have some tests judge every mutant that is not killed and that they have not judged."""
    waiting = [mutant for mutant in tried if waits(mutant, ledger.found.get(mutant.key), asked)]
    futures = {pool.submit(judged, mutant, asking(mutant, ledger, tests, asked)): mutant for mutant in waiting}
    began = time.monotonic()
    for number, done in enumerate(as_completed(futures), 1):
        mutant, by = futures[done], done.result()
        ledger.note(mutant.key, Found(asked=asked, by=by))
        at = f"{asked} {number}/{len(waiting)} {time.monotonic() - began:.0f} s"
        print(f"{at:24} {mutant.place} {by or 'ALIVE'}", file=sys.stderr, flush=True)


def waits(mutant: Mutant, found: Found | None, asked: str) -> bool:
    """Say whether a mutant is to be judged by these tests, after what was found."""
    if (asked == SCRIPTS) != mutant.file.endswith(".mjs"):
        return False
    return found is None or (found.by is None and asked == FLOOR and found.asked != FLOOR)


def asking(mutant: Mutant, ledger: Ledger, tests: Tests, asked: str) -> Callable[[], str | None]:
    """Return what judges a mutant that stands in the tree: it returns the test that kills it, or None."""
    if asked == SCRIPTS:
        return Scripts()
    nearest = tests.nearest(mutant.file, mutant.change.line, mutant.change.within, NEAREST_S)
    if asked == NEAREST:
        before = ledger.killer.get(mutant.key)
        first = [before] if before in tests.seconds else []
        names = [*first, *(name for name in nearest if name not in first)]
    else:
        names = [name for name in tests.below(mutant.floor) if name not in nearest]
    return Asked(names=names, cpu_s=30 + 5 * tests.seconds_of(names))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Tests of Python, with the processor time that they have."""

    names: list[str]
    cpu_s: float

    def __call__(self) -> str | None:
        """Return the test that fails, None if all pass."""
        return trial.killer(self.names, cpu_s=self.cpu_s)


class Scripts:
    """The tests of scripts."""

    def __call__(self) -> str | None:
        """Return where they lie if one fails, None if all pass."""
        return "tests/js" if scripts.fails(trial.tree()) else None


def judged(mutant: Mutant, asking: Callable[[], str | None]) -> str | None:
    """Return the test that kills a mutant, None if it lives."""
    changed = trial.tree() / mutant.file
    changed.write_text(mutant.change.applied(mutant.source), encoding="utf-8")
    for compiled in (changed.parent / "__pycache__").glob(f"{changed.stem}.*"):
        compiled.unlink()  # its size and time may be those of the change
    try:
        return asking()
    finally:
        changed.write_text(mutant.source, encoding="utf-8")


def failing_as_is(pool: ProcessPoolExecutor, ledger: Ledger, tests: Tests, tried: Sequence[Mutant]) -> set[str]:
    """Return which of the tests that killed fail on the code as it is, too."""
    killers = sorted({by for mutant in tried if (by := ledger.found[mutant.key].by) is not None} & tests.seconds.keys())
    parts = [killers[at::JOBS] for at in range(JOBS)]
    times = [30 + 5 * tests.seconds_of(part) for part in parts]
    asked = [pool.submit(trial.failing, part, cpu_s=cpu_s) for part, cpu_s in zip(parts, times, strict=True)]
    return {name for each in asked for name in each.result()}


def what_became(found: Found, unsound: set[str]) -> str:
    """Return whether a mutant was killed, is alive, or not judged since what killed it fails without it."""
    if found.by is None:
        return "alive"
    return "not judged" if found.by in unsound else "killed"


def print_table(sample: Sequence[Mutant], became: dict[Key, str]) -> None:
    """Print how many of each module were killed, and how many of all."""
    of_module: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant in sample:
        of_module[mutant.file][became.get(mutant.key, "equivalent")] += 1
    heads = ("killed", "alive", "not judged", "equivalent")
    print(f"{'module':50}{'mutants':>9}" + "".join(f"{head:>12}" for head in heads))
    total: Counter[str] = sum(of_module.values(), Counter())
    for module, found in [*sorted(of_module.items()), ("all", total)]:
        print(f"{module:50}{found.total():9}" + "".join(f"{found[head]:12}" for head in heads))
    told = total.total() - total["equivalent"]
    print(f"\n{total['killed'] / max(told, 1):.1%} of the {told} that a test can tell apart were killed")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT) > 0)
