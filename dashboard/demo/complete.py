"""The demonstration made complete before it is served: where it lies, or, of an installed package, a copy of it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from dashboard.cache import cache_folder
from dashboard.demo.demo import prepare
from dashboard.errors import InputError
from dashboard.release.load import DISTRICTS_FILE, read_manifest
from dashboard.release.manifest import FILE_NAME
from dashboard.release.replace import NEW, put, workshop
from dashboard.release.write import hash_of
from dashboard.shipped import DEMO_RELEASE, INSTALLED


def complete() -> Path:
    """Return the folder of the demonstration, complete.

    A checkout is completed where it lies. An installed package stays as it was installed: a copy is completed in the
    user's cache, or in a temporary folder where nothing can be kept. Raises InputError where nothing can be written.
    """
    if not INSTALLED:
        with suppress(InputError):
            prepare(DEMO_RELEASE)
            return DEMO_RELEASE
    cache = cache_folder()
    if cache is not None:
        with suppress(OSError, InputError):
            return _copied(cache / DEMO_RELEASE.name)
    try:
        return _copied(Path(tempfile.mkdtemp(prefix="screening-scope-")) / DEMO_RELEASE.name)
    except (OSError, InputError) as error:
        msg = f"the demonstration cannot be completed ({error}), expected a place to write to: set XDG_CACHE_HOME"
        raise InputError(msg) from None


def _copied(folder: Path) -> Path:
    """Return a folder that holds a complete copy of the demonstration, as it may have before."""
    listed = _listed()
    if not _is_whole(folder, listed):
        with workshop(folder) as beside:
            # Another process may have been faster, and serve it.
            if not _is_whole(folder, listed):
                _fill(beside / NEW, listed)
                put(beside / NEW, folder)
    return folder


def _fill(new: Path, listed: dict[str, str]) -> None:
    """Copy the files alone: a folder that may not be written to would be copied as one."""
    for name in listed.keys() - {DISTRICTS_FILE}:
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DEMO_RELEASE / name, new / name)
    prepare(new)


def _is_whole(folder: Path, listed: dict[str, str]) -> bool:
    return all((folder / name).is_file() and hash_of(folder / name) == digest for name, digest in listed.items())


def _listed() -> dict[str, str]:
    """Return the hash of every file of the demonstration, by its path in it."""
    manifest, digest = read_manifest(DEMO_RELEASE)
    return {FILE_NAME: digest} | {file.path: file.sha256 for file in manifest.files}
