"""The folder that imported releases are saved in: those that lie there are open, whichever process saved them."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from dashboard.errors import InputError, ReleaseError
from dashboard.language import _
from dashboard.release.ingest.sites import site_id_of
from dashboard.release.load import Release
from dashboard.release.manifest import FILE_NAME
from dashboard.release.opening import open_checked
from dashboard.release.where import Stamp, Where

_LOG = logging.getLogger(__name__)
_NAME_AT_MOST = 60
_UNNAMED = "import"


class Imports:
    """The releases in a folder. One that is not sound is left out and logged, and looked at again once it changes."""

    def __init__(self, folder: Path) -> None:
        """Remember where they lie; nothing is read before they are asked for."""
        self._folder = folder
        self._met: dict[str, tuple[Stamp, Release | None]] = {}
        self._lock = threading.Lock()

    def releases(self) -> Mapping[str, Release]:
        """Return the releases by key, in the order of their names: those that have come are checked and opened now."""
        with self._lock:
            now = dict(self._listed())
            self._met = {
                name: self._met[name] if self._met.get(name, (None,))[0] == stamp else (stamp, self._opened(name))
                for name, stamp in now.items()
            }
            return {name: release for name, (_, release) in self._met.items() if release is not None}

    def _listed(self) -> Iterator[tuple[str, Stamp]]:
        """Yield the name of each folder with a manifest, and the manifest's stamp."""
        for folder in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            stamp = None if folder.name.startswith(".") else Where.of(folder).stamp(FILE_NAME)
            if stamp is not None:
                yield folder.name, stamp

    def _opened(self, name: str) -> Release | None:
        try:
            return open_checked(self._folder / name).release
        except ReleaseError:
            _LOG.warning("%s is not served: it is not sound, see screening-scope check", self._folder / name)
            return None


@contextmanager
def room_for(title: str, folder: Path, taken: Collection[str]) -> Iterator[Path]:
    """Give a new folder, called after a title, for a release; if none is written to it, it is gone afterwards.

    No other process is given the same one, and its name is none of those `taken`. Raises InputError where there can be
    none.
    """
    words = site_id_of(title)[:_NAME_AT_MOST].strip("-") or _UNNAMED
    try:
        room = next(made for made in map(_made, _called(folder, words, taken)) if made is not None)
    except OSError as error:
        msg = _("Nothing can be saved on this server ({error})")
        raise InputError(msg.format(error=error.strerror)) from None
    try:
        yield room
    finally:
        if not (room / FILE_NAME).exists():
            shutil.rmtree(room, ignore_errors=True)


def _called(folder: Path, words: str, taken: Collection[str]) -> Iterator[Path]:
    names = (words if number == 1 else f"{words}-{number}" for number in count(1))
    return (folder / name for name in names if name not in taken)


def _made(room: Path) -> Path | None:
    """Return a folder once it is made, None where there is one already."""
    room.parent.mkdir(parents=True, exist_ok=True)
    try:
        room.mkdir()
    except FileExistsError:
        return None
    return room
