"""Run tests on a copy of the tree, in a process of their own that starts in no time.

What the tests import of others is imported once; each run is a fork of that. The copy stands before the checkout on the
path, of processes that tests start, too.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OTHERS = (
    "_hypothesis_pytestplugin dash dash_leaflet duckdb flask_openapi3 gunicorn.app.base h3.api.basic_int hypothesis "
    "matplotlib narwhals numpy opendp.prelude plotly.graph_objects polars.testing pyarrow.parquet pydantic_settings "
    "pyogrio pytest_playwright.pytest_playwright rich.console scipy.optimize scipy.sparse scipy.stats shapely "
    "typer.testing"
).split()
MEMORY = 6 * 2**30
WALL_S = 3_600  # of a run that waits for ever

_tree: list[Path] = []


def warm() -> None:
    """Import what the tests need, but nothing of the tree."""
    for name in OTHERS:
        importlib.import_module(name)


def copied(folder: Path) -> Path:
    """Copy what git holds of the tree, or would, to a folder, and compile it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in [*listed, "data/demo/districts.geojson"]:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    subprocess.run([sys.executable, "-m", "compileall", "-q", "dashboard"], cwd=folder, check=True)
    return folder


def settle(folder: str) -> None:
    """Take a copy of the tree, in a folder, as the one of this process."""
    _tree.append(copied(Path(tempfile.mkdtemp(dir=folder)).resolve()))


def tree() -> Path:
    """Return the copy of the tree that is this process's own."""
    return _tree[-1]


class Noted:
    """A plugin of pytest that notes the tests as they begin: of a run that ends at the first that fails, by which."""

    def __init__(self, file: Path) -> None:
        """Take the file to write to."""
        self._file = file

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Note a test that begins."""
        with self._file.open("a") as file:
            file.write(f"{nodeid}\n")


def killer(tests: Sequence[str], *, cpu_s: float) -> str | None:
    """Return which of some tests fails, ends in another way, or not within their processor time; None if all pass.

    Where they cannot even be read, that is the first.
    """
    if not tests:
        return None
    names, noted = tree() / "tests.txt", tree() / "noted.txt"
    names.write_text("\n".join(tests))
    noted.write_text("")
    if run([f"@{names}"], cpu_s=cpu_s, plugin=Noted(noted), options=["-x"]) == 0:
        return None
    return next(reversed(noted.read_text().splitlines()), tests[0])


def failing(tests: Sequence[str], *, cpu_s: float) -> list[str]:
    """Return which of some tests fail."""
    return [test for test in tests if killer([test], cpu_s=cpu_s) is not None] if killer(tests, cpu_s=cpu_s) else []


def run(tests: Sequence[str], *, cpu_s: float, plugin: object = None, options: Sequence[str] = ()) -> int:
    """Return what pytest ends with; a negative number is the signal that ended it."""
    return ended(_forked(lambda: _pytest(tests, int(cpu_s), [plugin] if plugin else [], options)))


def ended(process: int) -> int:
    """Wait for a process that leads a group, and end what is left of it."""
    until = time.monotonic() + WALL_S
    status = 0
    while (found := os.waitpid(process, os.WNOHANG)) == (0, 0):
        if time.monotonic() > until:
            os.killpg(process, 9)
        time.sleep(0.02)
    status = found[1]
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process, 9)  # what a test started and did not end
    return os.waitstatus_to_exitcode(status)


def _forked(work: Callable[[], int]) -> int:
    process = os.fork()
    if process:
        return process
    code = 99
    try:
        os.setpgid(0, 0)
        code = work()
    except BaseException:  # noqa: BLE001 the process ends here, whatever it was
        traceback.print_exc()
    finally:
        os._exit(code)


def _pytest(tests: Sequence[str], cpu_s: int, plugins: Sequence[object], options: Sequence[str]) -> int:
    os.chdir(tree())
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.RLIM_INFINITY))
    shared = os.environ.get("SCREENING_SCOPE_SHARED", str(ROOT.parent / "shared"))
    examples = str(tree() / ".hypothesis")
    os.environ.update(PYTHONPATH=str(tree()), SCREENING_SCOPE_SHARED=shared, HYPOTHESIS_STORAGE_DIRECTORY=examples)
    sys.modules["__main__"] = types.ModuleType("__main__")  # processes that tests start would run this one's again
    sys.path[:] = [str(tree()), *(entry for entry in sys.path if Path(entry).resolve() != Path(__file__).parent)]
    with Path("output.txt").open("w") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    quiet = [
        "-q",
        f"--basetemp={tree() / 'made'}",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]
    return int(pytest.main([*quiet, *options, *tests], plugins=list(plugins)))
