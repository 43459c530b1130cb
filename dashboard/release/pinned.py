"""A release as it lay when it was opened: what is read of it later is of those files, or is refused.

Whoever answers from several files, now and in an hour, answers from one release. A file counts as the one that was
opened while its size, the time of its last change and its inode are the same; it is looked at after each reading, so
that what came in between is found, too. It does not guard against somebody who writes in place and sets the time back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from dashboard.errors import ChangedError, Fault
from dashboard.language import Message, mark
from dashboard.release.manifest import FILE_NAME, NOTES
from dashboard.release.where import Stamp, Where

_CHANGED = mark("has changed since the release was opened")
_REMEDY = mark("Restart the server, or run the command again, to open the release as it is now")


@dataclass(frozen=True, kw_only=True)
class Pinned(Where):
    """Where a release lies, and the stamp of each of its files when it was opened."""

    stamps_opened: Mapping[str, Stamp] = field(compare=False, repr=False)

    @classmethod
    def now(cls, where: Where) -> Pinned:
        """Pin the release as it lies now; raise OSError where its files cannot be listed."""
        return cls(address=where.address, stamps_opened=without_notes(where.stamps()))

    @contextmanager
    def open(self, file: str) -> Iterator[IO[bytes]]:
        """Open a file for reading; raise ChangedError, rather than any error, if it was not the one pinned."""
        try:
            with super().open(file) as opened:
                yield opened
        finally:
            if self.stamp(file) != self.stamps_opened.get(file):
                raise ChangedError(self._fault(file, _CHANGED))

    def changed(self) -> Fault | None:
        """Return the first file that is no longer the one pinned as a fault, None if all are."""
        try:
            now = self.stamps()
        except OSError as error:
            return self._fault(FILE_NAME, mark("cannot be read ({error})", error=error.strerror or error))
        names = (name for name, stamp in self.stamps_opened.items() if now.get(name) != stamp)
        return next((self._fault(name, _CHANGED) for name in names), None)

    def exchanged(self) -> Fault | None:
        """Return a fault if the manifest is no longer the one pinned: another release lies in its place.

        Costs one look at a folder, so that every question can ask; objects are not asked.
        """
        if self.folder is None:
            return None
        try:
            same = self.stamp(FILE_NAME) == self.stamps_opened.get(FILE_NAME)
        except OSError:
            same = False
        return None if same else self._fault(FILE_NAME, _CHANGED)

    def _fault(self, file: str, problem: Message) -> Fault:
        return Fault(file=self.at(file), problem=problem, remedy=_REMEDY)


def without_notes(stamps: Mapping[str, Stamp]) -> dict[str, Stamp]:
    """Return the stamps of files but for notes (README.md, LICENSE, a base map), which say nothing that is counted."""
    return {name: stamp for name, stamp in stamps.items() if name not in NOTES}
