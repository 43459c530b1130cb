"""What decides whether a release is sound: the code that its check reaches, and the libraries beneath."""

from __future__ import annotations

import dis
import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import CodeType

PACKAGE = Path(__file__).parents[1]
START = "dashboard.release.check.child"  # the process that checks


@cache
def checked_by(package: Path = PACKAGE, start: str = START) -> str:
    """Return a digest of every file that `start` imports, of one that imports another, and of the libraries.

    Takes some hundredths of a second, once a process.
    """
    files, libraries = reached(package, start)
    versions = [sys.version, *(f"{name} {version(name)}" for name in sorted(libraries))]
    digest = hashlib.sha256("\n".join(versions).encode())
    for file in sorted(files):
        content = file.read_bytes()
        digest.update(f"\n{file.relative_to(package).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def reached(package: Path = PACKAGE, start: str = START) -> tuple[set[Path], set[str]]:
    """Return the files of the package that a module reaches by its imports, and the libraries that they import."""
    files: set[Path] = set()
    libraries: set[str] = set()
    to_do = [start]
    while to_do:
        name = to_do.pop()
        top, _, below = name.partition(".")
        if top != package.name:
            libraries.add(top)
            continue
        new = {file for file in _files(package, below) if file not in files}
        files |= new
        to_do.extend(found for file in new for found in _imports(file))
    return files, libraries - set(sys.stdlib_module_names)


def _files(package: Path, module: str) -> Iterator[Path]:
    """Yield the file of a module and those of the packages around it; none for a name inside a module."""
    place = package
    yield place / "__init__.py"
    for part in filter(None, module.split(".")):
        place /= part
        for file in (place / "__init__.py", place.with_suffix(".py")):
            if file.is_file():
                yield file


def _imports(file: Path) -> Iterator[str]:
    """Yield every name that a file imports, of a module or of what may be one, wherever the import stands.

    Read from the compiled code: building syntax trees on two threads at once fails in Python 3.11 (gh-106905).
    """
    to_do: list[object] = [compile(file.read_bytes(), file, "exec", dont_inherit=True)]
    while to_do:
        code = to_do.pop()
        if not isinstance(code, CodeType):
            continue
        to_do.extend(code.co_consts)
        module = ""
        for step in dis.get_instructions(code):
            if step.opname == "IMPORT_NAME":
                module = step.argval
                yield module
            elif step.opname == "IMPORT_FROM":
                yield f"{module}.{step.argval}"
