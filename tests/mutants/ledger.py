"""What a run leaves for the next one, in .mutants: what tests run, and what became of each mutant.

A mutant stays killed while neither the code, nor what the tests share, nor the file of the test that killed it changes,
and alive while no test changes, either: a run that was ended goes on from there, and after a new test only what lived
is asked again. After any other change a mutant meets the test that killed it first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

Key = tuple[str, str, str]
NEAREST, FLOOR, SCRIPTS = "nearest", "floor", "scripts"


@dataclass(frozen=True, kw_only=True)
class Found:
    """By which test a mutant was killed, None for none, of those asked: the nearest, its floor or those of scripts."""

    asked: str
    by: str | None


class Ledger:
    """What is known of the mutants of a tree, and what its tests run."""

    def __init__(self, root: Path, folder: Path) -> None:
        """Read what runs have left in a folder, and how the tree is now."""
        folder.mkdir(parents=True, exist_ok=True)
        self._measured, self._judged = folder / "measured.json", folder / "judged.jsonl"
        files = [file for part in ("dashboard", "assets", "tests") for file in files_of(root / part)]
        self._digests = {file.relative_to(root).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}
        tests = {name for name in self._digests if Path(name).name.startswith("test_") or name.endswith(".test.mjs")}
        self._shared, self._all = self._digest_of(self._digests.keys() - tests), self._digest_of(self._digests)
        self.measured: dict[str, dict[str, Any]] = _read(self._measured) if self._measured.exists() else {}
        self.found: dict[Key, Found] = {}
        self.killer: dict[Key, str] = {}
        for line in self._judged.read_text().splitlines() if self._judged.exists() else []:
            told = json.loads(line)
            self._take(tuple(told["key"]), Found(asked=told["asked"], by=told["by"]), told["holds"])

    def note(self, key: Key, found: Found) -> None:
        """Keep what became of a mutant."""
        holds = self._holds(found)
        with self._judged.open("a") as file:
            file.write(json.dumps({"key": key, "asked": found.asked, "by": found.by, "holds": holds}) + "\n")
        self._take(key, found, holds)

    def stale(self, folder: str) -> list[str]:
        """Return the files of tests in a folder that are not as they were when they were measured."""
        files = [name for name in sorted(self._digests) if Path(name).match(f"{folder}/test_*.py")]
        return [file for file in files if self.measured.get(file, {}).get("digest") != self._digests[file]]

    def keep(self, measured: dict[str, dict[str, Any]]) -> None:
        """Keep what was measured, by file of tests."""
        self.measured |= {file: found | {"digest": self._digests[file]} for file, found in measured.items()}
        self._measured.write_text(json.dumps(self.measured))

    def _take(self, key: Key, found: Found, holds: str) -> None:
        if found.by is not None:
            self.killer[key] = found.by
        if holds == self._holds(found):
            self.found[key] = found

    def _holds(self, found: Found) -> str:
        """Return a digest of what an outcome depends on."""
        if found.by is None or found.asked == SCRIPTS:
            return self._all
        return f"{self._shared} {self._digests.get(found.by.partition('::')[0])}"

    def _digest_of(self, names: Iterable[str]) -> str:
        return sha256("".join(f"{name} {self._digests[name]}\n" for name in sorted(names)).encode()).hexdigest()


def files_of(folder: Path) -> list[Path]:
    """Return the files below a folder that are written by hand."""
    made = {"__pycache__", "node_modules"}
    return sorted(file for file in folder.rglob("*") if file.is_file() and made.isdisjoint(file.parts))


def _read(file: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(file.read_text())
    return found
