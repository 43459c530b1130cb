"""Which tests run which lines, and how long each takes."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import coverage
import pytest
import trial

SLOW = "tests/builder/test_demonstration.py", "tests/api/test_fuzz.py"
CPU_S = 3_600
# What a process of its own runs, and the file that asks it: whoever runs the one may run the other.
APART, ASKS = "dashboard/release/check/", "dashboard/release/check/apart.py"


@dataclass(kw_only=True)
class Tests:
    """The tests that pass, with their processor time, by file and line the tests that run it, and those that fail."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=partial(defaultdict, partial(defaultdict, set)))
    failed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, found: Iterable[dict[str, Any]]) -> Tests:
        """Put together what was measured of several files of tests."""
        tests = cls()
        for one in found:
            names = list(one["seconds"])
            tests.failed += one["failed"]
            tests.seconds |= {name: seconds for name, seconds in one["seconds"].items() if name not in one["failed"]}
            for file, lines in one["lines"].items():
                for line, numbers in lines.items():
                    tests.lines[file][int(line)] |= {names[number] for number in numbers} & tests.seconds.keys()
        return tests

    def nearest(self, file: str, line: int, within: tuple[int, int], most_s: float) -> list[str]:
        """Return tests that run a line, or else its function, or else its file: the fastest first, while there is time.

        A line that runs when its file is imported is run by none.
        """
        lines = self.lines[file]
        function = set().union(*(lines[at] for at in range(within[0], within[1] + 1) if at in lines))
        running = lines.get(line) or function or set().union(*lines.values())
        if file.startswith(APART):
            running = running.union(*self.lines[ASKS].values())
        chosen, left_s = [], most_s
        for name in sorted(running, key=self.seconds.__getitem__):
            left_s -= self.seconds[name]
            if left_s < 0:
                break
            chosen.append(name)
        return chosen

    def seconds_of(self, names: list[str]) -> float:
        """Return the processor time of some tests."""
        return sum(self.seconds[name] for name in names)

    def below(self, folders: list[str]) -> list[str]:
        """Return the tests below some folders, the fastest first."""
        below = [name for name in self.seconds if name.startswith(tuple(f"{folder}/" for folder in folders))]
        return sorted(below, key=self.seconds.__getitem__)


def measure(files: list[str]) -> dict[str, dict[str, Any]]:
    """Return what the tests of some files run, as it is, by file."""
    plugin = Measure(trial.tree())
    trial.run(files, cpu_s=CPU_S, plugin=plugin)
    found = json.loads(plugin.out.read_text())
    return {file: of_file(found, file) for file in files}


def of_file(found: dict[str, Any], file: str) -> dict[str, Any]:
    """Return the part of one file of tests in what was measured of several."""
    numbers = {at: name for at, name in enumerate(found["seconds"]) if name.startswith(f"{file}::")}
    renumbered = {at: new for new, at in enumerate(numbers)}
    lines = {
        source: {line: [renumbered[at] for at in ran if at in renumbered] for line, ran in of_source.items()}
        for source, of_source in found["lines"].items()
    }
    return {
        "seconds": {name: found["seconds"][name] for name in numbers.values()},
        "failed": [name for name in found["failed"] if name in numbers.values()],
        "lines": {
            source: ran for source, every in lines.items() if (ran := {line: at for line, at in every.items() if at})
        },
    }


class Measure:
    """A plugin of pytest that notes the lines of the tree that each test runs, and its processor time."""

    def __init__(self, tree: Path) -> None:
        """Measure `dashboard` of a tree; `out` is the file to write to."""
        self.out = tree / "measured.json"
        self._tree = tree
        self._coverage = coverage.Coverage(
            data_file=str(tree / ".coverage"), source=[str(tree / "dashboard")], config_file=False
        )
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()

    def pytest_configure(self) -> None:
        """Start before anything of the tree is imported."""
        self._coverage.start()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the tests that start Spark."""
        items[:] = [item for item in items if "spark" not in getattr(item, "fixturenames", ())]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note what a test runs, with the fixtures that it is the first to need."""
        self._coverage.switch_context(item.nodeid)
        began = time.process_time()
        try:
            return (yield)
        finally:
            self._seconds[item.nodeid] = time.process_time() - began
            self._coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what fails as it is, which tells nothing of a mutant."""
        if report.outcome != "passed":
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write each file's lines with the numbers of the tests that run them."""
        self._coverage.stop()
        data = self._coverage.get_data()
        number = {name: at for at, name in enumerate(self._seconds)}
        lines: dict[str, dict[int, list[int]]] = defaultdict(dict)
        for path in data.measured_files():
            name = Path(path).relative_to(self._tree).as_posix()
            for line, contexts in data.contexts_by_lineno(path).items():
                lines[name][line] = [number[context] for context in contexts if context]
        self.out.write_text(json.dumps({"seconds": self._seconds, "failed": sorted(self._failed), "lines": lines}))
