"""The mutants of the page's scripts, where `node --test` runs them; the rest of the scripts is held by a browser."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from change import Change

LOADS = "main.test.mjs"  # reads every script, and looks at none
TIMEOUT_S = 300


def changes(root: Path) -> list[tuple[str, str, Change]]:
    """Return file, source and change for every change of a line of a script that a test runs."""
    ran = lines_run(root)
    command = ["node", "tests/mutants/changes.mjs", *sorted(ran)]
    listed = json.loads(subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout)
    sources = {file: (root / file).read_text(encoding="utf-8") for file in ran}
    return [
        (
            file,
            sources[file],
            Change(line=each["line"], within=(0, 0), **{k: each[k] for k in ("start", "end", "after")}),
        )
        for each in listed
        for file in [each["file"]]
        if each["line"] in ran[file]
    ]


def lines_run(root: Path) -> dict[str, set[int]]:
    """Return the lines of each script that tests run, by node's own coverage."""
    tests = sorted(str(path) for path in (root / "tests/js").glob("*.test.mjs") if path.name != LOADS)
    command = ["node", "--test", "--experimental-test-coverage", "--test-reporter=lcov", *tests]
    report = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    ran: dict[str, set[int]] = {}
    for part in report.split("end_of_record"):
        file = next((line[3:] for line in part.splitlines() if line.startswith("SF:")), "")
        lines = (line[3:].split(",") for line in part.splitlines() if line.startswith("DA:"))
        if file.startswith("assets/"):
            ran[file] = {int(number) for number, times in lines if int(times)}
    return ran


def fails(tree: Path) -> bool:
    """Say whether a test of a tree's scripts fails, or they do not end."""
    command = ["node", "--test", "tests/js/"]
    try:
        return subprocess.run(command, cwd=tree, capture_output=True, timeout=TIMEOUT_S, check=False).returncode != 0
    except subprocess.TimeoutExpired:
        return True
