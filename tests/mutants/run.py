"""Change the code by a slip at a time and see whether a test fails: python tests/mutants/run.py [COUNT].

A sample of the changes that change.py knows to the files of FLOORS, the same every time. Each mutant is a copy of the
tree with one change. It meets the tests that run the line, the fastest first, for about NEAREST_S of processor time; if
it lives, all tests of its floor. What no test can tell apart is listed in equivalent.toml, with the reason. For every
SCRIPTS_PART of them there is a mutant of a script (scripts.py), which meets the tests of scripts.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import scripts
import trial
from change import Change, changes
from measure import Tests, measure

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


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A change of a file, and the file as it is."""

    file: str
    source: str
    change: Change

    @property
    def key(self) -> tuple[str, str, str]:
        """The file, the line and what it becomes: what equivalent.toml knows it by."""
        return (self.file, *self.change.lines(self.source))

    @property
    def floor(self) -> list[str]:
        """The folders of the tests that hold it; none for a script, which has tests of its own."""
        return next((tests for floor, tests in FLOORS.items() if Path(self.file).is_relative_to(floor)), [])


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a mutant: killed by the nearest tests or by the floor, alive, or equivalent."""

    mutant: Mutant
    became: str


def main(count: int) -> int:
    """Print what became of a sample of mutants, and return how many live."""
    equivalent = {(each["file"], each["line"], each["becomes"]): each["why"] for each in equivalents()}
    sample = [*sampled(every_mutant(), count), *sampled(every_script_mutant(), count // SCRIPTS_PART)]
    tried = [mutant for mutant in sample if mutant.key not in equivalent]
    trial.warm()
    outcomes = [Outcome(mutant=mutant, became="equivalent") for mutant in sample if mutant.key in equivalent]
    with tempfile.TemporaryDirectory() as folder, workers(folder) as pool:
        tests = Tests.of(pool.map(measure, sorted({folder for mutant in tried for folder in mutant.floor})))
        if tests.failed:
            print("Not asked, since they fail on the code as it is:", *tests.failed, "", sep="\n")
        for outcome in pool.map(judged, tried, [tests] * len(tried)):
            outcomes.append(outcome)
            print(f"{len(outcomes):4} {outcome.became:20} {place(outcome.mutant)}", file=sys.stderr, flush=True)
    print_table(outcomes)
    for outcome in outcomes:
        if outcome.became in {"alive", "equivalent"}:
            _, before, after = outcome.mutant.key
            why = f": {equivalent[outcome.mutant.key]}" if outcome.became == "equivalent" else ""
            print(f"\n{outcome.became}{why}\n{place(outcome.mutant)}\n  - {before}\n  + {after}")
    return sum(outcome.became == "alive" for outcome in outcomes)


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
    """Return some mutants as if drawn; a change of the code exchanges those of its own lines alone."""
    return sorted(mutants, key=lambda mutant: sha256(repr((SEED, mutant.key)).encode()).digest())[:count]


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


def judged(mutant: Mutant, measured: Tests) -> Outcome:
    """Return what becomes of a mutant."""
    changed = trial.tree() / mutant.file
    changed.write_text(mutant.change.applied(mutant.source), encoding="utf-8")
    for compiled in (changed.parent / "__pycache__").glob(f"{changed.stem}.*"):
        compiled.unlink()  # its size and time may be those of the change
    try:
        return Outcome(mutant=mutant, became=became(mutant, measured))
    finally:
        changed.write_text(mutant.source, encoding="utf-8")


def became(mutant: Mutant, measured: Tests) -> str:
    """Return by which tests a mutant is killed that stands in the tree, or that it lives."""
    if mutant.file.endswith(".mjs"):
        return "killed" if scripts.fails(trial.tree()) else "alive"
    nearest = measured.nearest(mutant.file, mutant.change.line, mutant.change.within, NEAREST_S)
    floor = [name for name in measured.below(mutant.floor) if name not in nearest]
    for tests, killed in ((nearest, "killed"), (floor, "killed by the floor")):
        if trial.fails(tests, cpu_s=60 + 5 * measured.seconds_of(tests)):
            return killed
    return "alive"


def place(mutant: Mutant) -> str:
    """Return where a mutant lies."""
    return f"{mutant.file}:{mutant.change.line}"


def print_table(outcomes: list[Outcome]) -> None:
    """Print how many of each module were killed, and how many of all."""
    of_module: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        of_module[outcome.mutant.file][outcome.became.split()[0]] += 1
    heads = ("killed", "alive", "equivalent")
    print(f"{'module':50}{'mutants':>9}" + "".join(f"{head:>12}" for head in heads))
    total: Counter[str] = sum(of_module.values(), Counter())
    for module, found in [*sorted(of_module.items()), ("all", total)]:
        print(f"{module:50}{found.total():9}" + "".join(f"{found[head]:12}" for head in heads))
    told = total.total() - total["equivalent"]
    print(f"\n{total['killed'] / max(told, 1):.1%} of the {told} that a test can tell apart were killed")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT) > 0)
