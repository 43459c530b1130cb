"""Every test in the tree is run: what git holds is what was collected."""

import json
import re
import shlex
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
# What `make quick` leaves out beside the browser and Spark: no law of counting, of a rule, of privacy or of a release.
LONG = {
    "tests/api/test_fuzz.py",
    "tests/builder/test_build_fails.py::test_a_full_disk_is_said_and_the_old_release_stays",
    "tests/builder/test_demonstration.py",
    "tests/certainty/test_truth.py",
    "tests/export/test_side_by_side.py::test_the_paper_has_two_pages_and_the_same_comparison_is_the_same_file",
    "tests/faults/test_faults.py",
    "tests/gate/test_chunked.py",
    "tests/release/test_objects.py::test_a_server_started_on_an_address_counts_from_it",
    "tests/test_cli.py::test_helsinki_imports_checks_and_answers_with_a_bracket",
    "tests/test_package.py",
}


class Listed(NamedTuple):
    """Tests and the fixtures of each, by id, as tests/listed.py prints them."""

    run: dict[str, list[str]]
    left_out: dict[str, list[str]]


def in_the_tree(*patterns: str) -> set[str]:
    """Return the files that git tracks, or would, below `tests`."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return {name for name in listed if (ROOT / name).exists()}


def holding_tests() -> set[str]:
    """Return the Python files below `tests` that define a test, whatever they are called."""
    defines = re.compile(r"^\s*(async )?def test_", re.MULTILINE)
    return {name for name in in_the_tree("tests/*.py") if defines.search((ROOT / name).read_text())}


@pytest.fixture(scope="module")
def quick() -> Listed:
    """What `make quick` runs and leaves out."""
    (options,) = re.findall("^QUICK := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    command = [sys.executable, "tests/listed.py", *shlex.split(options)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return Listed(**json.loads(ran.stdout))


def test_every_file_of_tests_is_collected(quick: Listed) -> None:
    assert {name.split("::")[0] for name in {**quick.run, **quick.left_out}} == holding_tests()


def test_make_quick_leaves_out_the_browser_and_spark_and_what_is_long_alone(quick: Listed) -> None:
    assert not set(chain(*quick.run.values())) & {"playwright", "servers", "spark"}
    others = {
        name.split("[")[0]
        for name, used in quick.left_out.items()
        if not name.startswith("tests/browser/") and "spark" not in used
    }
    assert {next(filter(name.startswith, LONG), name) for name in others} == LONG
    assert not {name for name in quick.run if name.startswith(tuple(LONG))}
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
