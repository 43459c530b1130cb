"""A receipt is void once any file that decides, or a library beneath, is another; and only then."""

import gc
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.release import checked_by as module
from dashboard.release.checked_by import PACKAGE, checked_by, reached

FILES = sorted(file.relative_to(PACKAGE).as_posix() for file in reached()[0])


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("code") / "dashboard"
    return Path(shutil.copytree(PACKAGE, copied, ignore=shutil.ignore_patterns("*.pyc", "*.po")))


def changed(file: Path) -> str:
    """Return the digest with a comment at the end of a file, and take it off again."""
    whole = file.read_bytes()
    try:
        file.write_bytes(whole + b"# changed\n")
        return checked_by.__wrapped__(file.parents[len(file.parts) - file.parts.index("dashboard") - 2])
    finally:
        file.write_bytes(whole)


def test_every_file_that_decides_voids_the_receipt(package: Path) -> None:
    as_it_is = checked_by(package)
    assert as_it_is == checked_by()
    digests = {name: changed(package / name) for name in FILES}
    assert [name for name, digest in digests.items() if digest == as_it_is] == []
    assert len(set(digests.values())) == len(FILES)


def test_what_decides_is_what_the_check_loads() -> None:
    """Python's own word for it: all that is loaded to check is reached."""
    said = "import sys, dashboard.release.check.child; print(*(m.__file__ for n, m in sys.modules.items() if m and "
    said += "n.split('.')[0] == 'dashboard'))"
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    loaded = {Path(file).relative_to(PACKAGE).as_posix() for file in ran.stdout.split()}
    assert loaded == set(FILES)
    assert {"release/disclosure.py", "release/fields.py", "release/load.py", "release/parts.py"} <= loaded
    assert {"release/layout.py", "release/check/whole.py", "errors.py", "cells.py"} <= loaded


@pytest.mark.parametrize(
    "name", ["app.py", "counting/count.py", "builder/build.py", "release/shelf.py", "cli/making.py"]
)
def test_a_file_that_decides_nothing_leaves_it(package: Path, name: str) -> None:
    assert name not in FILES
    assert changed(package / name) == checked_by(package)


def test_a_new_file_that_a_check_imports_decides(package: Path) -> None:
    check = package / "release" / "check" / "bounds.py"
    whole = check.read_bytes()
    (package / "release" / "new.py").write_text("LIMIT = 1\n")
    try:
        check.write_bytes(whole + b"\ndef _late():\n    from dashboard.release import new\n")
        assert package / "release" / "new.py" in reached(package)[0]
    finally:
        check.write_bytes(whole)


def test_a_library_that_is_another_voids_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _, libraries = reached()
    assert {"polars", "pyarrow", "pydantic", "h3", "numpy"} <= libraries
    as_it_is = checked_by.__wrapped__()
    for library in libraries:
        monkeypatch.setattr(module, "version", lambda name, other=library: "0" if name == other else "1")
        first = checked_by.__wrapped__()
        monkeypatch.setattr(module, "version", lambda _: "1")
        assert first != checked_by.__wrapped__() != as_it_is


def test_checks_on_several_threads_reach_the_same_files() -> None:
    """Where threads take turns in the midst of collecting garbage, as servers do (Python's gh-106905)."""

    def give_way(*_: object) -> None:
        time.sleep(0)

    gc.callbacks.append(give_way)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: reached(), range(8)))
    finally:
        gc.callbacks.remove(give_way)
    assert found == [reached()] * 8
