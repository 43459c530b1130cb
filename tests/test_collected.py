"""Every test in the tree is run: what git holds is what was collected."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def in_the_tree(*patterns: str) -> set[str]:
    """Return the files that git tracks, or would, below `tests`."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return {name for name in listed if (ROOT / name).exists()}


def holding_tests() -> set[str]:
    """Return the Python files below `tests` that define a test, whatever they are called."""
    defines = re.compile(r"^\s*(async )?def test_|^class Test", re.MULTILINE)
    return {name for name in in_the_tree("tests/*.py") if defines.search((ROOT / name).read_text())}


def test_every_file_of_tests_is_collected() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    collected = {line.split("::")[0] for line in ran.stdout.splitlines() if "::" in line}
    assert collected == holding_tests()


def test_every_file_of_tests_in_javascript_is_run() -> None:
    """`node --test tests/js/` runs the files that end in .test.js, in whatever folder."""
    beside = {name for name in in_the_tree("*.js", "*.mjs") if "node:test" in (ROOT / name).read_text()}
    assert beside
    assert beside == {name for name in in_the_tree("tests/js/*") if re.search(r"\.test\.m?js$", name)}
