"""Every test in the tree is run: what git holds is what was collected."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What `make quick` leaves out beside the browser and Spark.
LONG = {"tests/api/test_fuzz.py", "tests/builder/test_demonstration.py"}


def in_the_tree(*patterns: str) -> set[str]:
    """Return the files that git tracks, or would, below `tests`."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return {name for name in listed if (ROOT / name).exists()}


def holding_tests() -> set[str]:
    """Return the Python files below `tests` that define a test, whatever they are called."""
    defines = re.compile(r"^\s*(async )?def test_", re.MULTILINE)
    return {name for name in in_the_tree("tests/*.py") if defines.search((ROOT / name).read_text())}


def planned(*options: str) -> dict[str, set[str]]:
    """Return the tests that pytest would run and the fixtures of each, by id."""
    command = [sys.executable, "-m", "pytest", "--setup-plan", "-q", "-p", "no:cacheprovider", *options]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = re.findall(r"^ +(tests/.+?::.+?) \(fixtures used: (.+)\)$", ran.stdout, re.MULTILINE)
    return {name: set(used.split(", ")) for name, used in told}


@pytest.fixture(scope="module")
def everything() -> dict[str, set[str]]:
    return planned()


def test_every_file_of_tests_is_collected(everything: dict[str, set[str]]) -> None:
    assert {name.split("::")[0] for name in everything} == holding_tests()


def test_make_quick_leaves_out_the_browser_and_spark_and_two_long_files_alone(
    everything: dict[str, set[str]],
) -> None:
    (options,) = re.findall("^QUICK := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    quick = planned(*shlex.split(options))
    assert not set().union(*quick.values()) & {"playwright", "servers", "spark"}
    left_out = {name: used for name, used in everything.items() if name not in quick}
    assert {name.split("::")[0] for name, used in left_out.items() if not used & {"spark"}} == LONG | {
        name for name in holding_tests() if name.startswith("tests/browser/")
    }
    # Fixtures alone start a browser or Spark: what a test starts by itself would not be left out.
    starts = re.compile(r"sync_playwright\(|SparkSession\.|chromium\.launch")
    starting = {name for name in in_the_tree("tests/*.py") if starts.search((ROOT / name).read_text())}
    assert {name for name in starting if not name.startswith(("tests/bench/", "tests/package/"))} == {
        "tests/builder/conftest.py"
    }


def test_every_file_of_tests_in_javascript_is_run() -> None:
    """`node --test tests/js/` runs the files that end in .test.js, in whatever folder."""
    beside = {name for name in in_the_tree("*.js", "*.mjs") if "node:test" in (ROOT / name).read_text()}
    assert beside
    assert beside == {name for name in in_the_tree("tests/js/*") if re.search(r"\.test\.m?js$", name)}
