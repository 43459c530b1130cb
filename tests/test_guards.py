"""How many, never who: guards over the whole repository."""

import ast
import re
import subprocess
from pathlib import Path

import polars as pl
import pytest

from dashboard.release.tables import names_identifier

ROOT = Path(__file__).parent.parent
SEES_SIGHTINGS = {"builder", "demo", "risk"}
# The one list of names that are refused has to name them.
NAMES_WHAT_IS_REFUSED = {"release/tables.py", "release/check/shapes.py", "release/check/identifiers.py"}
# The hash of a file is of no device, and a factor is no column.
NO_IDENTIFIERS = {"sha256", "digest", "persons_per_device"}
# Of a map: OpenStreetMap calls a way over the fields a track.
NAMES_OF_ROADS = {"basemap/kinds.py": {"track"}}


def served_modules() -> list[Path]:
    package = ROOT / "dashboard"
    return [
        path
        for path in sorted(package.rglob("*.py"))
        if path.relative_to(package).parts[0] not in SEES_SIGHTINGS
        and path.relative_to(package).as_posix() not in NAMES_WHAT_IS_REFUSED
    ]


def column_names(path: Path) -> set[str]:
    """Return every string in a module that could name a column: one word, no spaces, no docstring."""
    strings = {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in strings - NO_IDENTIFIERS if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", text)}


@pytest.mark.parametrize("path", served_modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_that_serves_knows_a_column_of_identifiers(path: Path) -> None:
    roads = NAMES_OF_ROADS.get(path.relative_to(ROOT / "dashboard").as_posix(), set())
    assert {name for name in column_names(path) if names_identifier(name)} == roads


def test_the_guard_finds_a_column_of_identifiers(tmp_path: Path) -> None:
    module = tmp_path / "leak.py"
    module.write_text('rows.group_by("device_id")')
    assert [name for name in column_names(module) if names_identifier(name)] == ["device_id"]


def test_the_builder_does_see_devices() -> None:
    names = set().union(*(column_names(path) for path in (ROOT / "dashboard" / "builder").glob("*.py")))
    assert "device" in names


def tracked(pattern: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_no_shipped_table_holds_a_column_of_identifiers() -> None:
    tables = tracked("data/**/*.parquet")
    assert tables
    for table in tables:
        assert [name for name in pl.read_parquet_schema(table) if names_identifier(name)] == []


def test_the_floors_hold() -> None:
    """import-linter's contracts: floors, sightings stay with the builder, one boundary for cells."""
    run = subprocess.run(
        [ROOT / ".venv/bin/lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_no_two_files_of_tests_have_one_name() -> None:
    """They would be one module to pytest, and the whole run would end before it began."""
    names = [path.name for path in tracked("tests/**/test_*.py")]
    assert sorted(names) == sorted(set(names))
