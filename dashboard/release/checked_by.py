"""What decides whether a release is sound: the code that its check reaches, and the libraries beneath."""

from __future__ import annotations

import ast
import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

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
    """Yield every name that a file imports, of a module or of what may be one, wherever the import stands."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
