"""Where a release lies: a folder, or objects under an address such as s3://bucket/release."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from pyarrow import fs

from dashboard.errors import InputError

_SCHEME = "s3://"


class Stamp(NamedTuple):
    """What tells one state of a file from another: its size in bytes, its last change in nanoseconds, its inode.

    An object has no inode: 0.
    """

    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, kw_only=True)
class Where:
    """The address of a release: the path of a folder, or s3://bucket/prefix.

    Objects are read with the credentials and the endpoint of the environment's AWS_* variables. What cannot be read
    raises OSError.
    """

    address: str

    @classmethod
    def of(cls, address: Path | str | Where) -> Where:
        """Return where an address points; raise InputError for a URL that is none of a release."""
        if isinstance(address, Where):
            return address
        text = str(address)
        if text.startswith(_SCHEME):
            text = text.rstrip("/")
            if "/" not in text.removeprefix(_SCHEME):
                msg = f"{text} is no address of a release, expected a folder or {_SCHEME}BUCKET/NAME"
                raise InputError(msg)
        elif "://" in text:
            msg = f"{text} is no address of a release, expected a folder or {_SCHEME}BUCKET/NAME"
            raise InputError(msg)
        return cls(address=text)

    def __str__(self) -> str:
        """Return the address."""
        return self.address

    @property
    def folder(self) -> Path | None:
        """Return the folder, None for objects."""
        return None if self.address.startswith(_SCHEME) else Path(self.address)

    @property
    def name(self) -> str:
        """Return the last part of the address."""
        return self.resolved.rsplit("/", 1)[-1]

    @property
    def resolved(self) -> str:
        """Return the address that does not depend on the folder one is in."""
        return self.address if self.folder is None else str(self.folder.resolve())

    def at(self, file: str) -> str:
        """Return the path or URL of a file of the release."""
        return str(self.folder / file) if self.folder is not None else f"{self.address}/{file}"

    @contextmanager
    def open(self, file: str) -> Iterator[IO[bytes]]:
        """Open a file of the release for reading."""
        if self.folder is not None:
            with (self.folder / file).open("rb") as opened:
                yield opened
        else:
            system, base = self._objects()
            with system.open_input_file(f"{base}/{file}") as opened:
                yield opened

    def read(self, file: str) -> bytes:
        """Return the content of a file of the release."""
        with self.open(file) as opened:
            return opened.read()

    def stamps(self) -> dict[str, Stamp]:
        """Return the stamp of every file."""
        if self.folder is not None:
            found = [Path(top) / name for top, _, names in os.walk(self.folder) for name in names]
            return {file.relative_to(self.folder).as_posix(): _of_file(file) for file in sorted(found)}
        system, base = self._objects()
        objects = system.get_file_info(fs.FileSelector(base, recursive=True))
        return {one.path.removeprefix(f"{base}/"): _of_object(one) for one in objects if one.is_file}

    def stamp(self, file: str) -> Stamp | None:
        """Return the stamp of one file, None where there is none."""
        if self.folder is None:
            system, base = self._objects()
            found = system.get_file_info(f"{base}/{file}")
            return _of_object(found) if found.is_file else None
        try:
            return _of_file(self.folder / file)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def copy_to(self, folder: Path) -> None:
        """Copy every file of the release into a folder."""
        source, base = self._objects() if self.folder is None else (fs.LocalFileSystem(), self.resolved)
        fs.copy_files(base, str(folder), source_filesystem=source, destination_filesystem=fs.LocalFileSystem())

    def _objects(self) -> tuple[fs.FileSystem, str]:
        return _objects_at(self.address)


@lru_cache(maxsize=16)
def _objects_at(address: str) -> tuple[fs.FileSystem, str]:
    system, base = fs.FileSystem.from_uri(address)
    return system, base


def _of_file(path: Path) -> Stamp:
    state = path.lstat()
    return Stamp(state.st_size, state.st_mtime_ns, state.st_ino)


def _of_object(found: fs.FileInfo) -> Stamp:
    return Stamp(found.size, found.mtime_ns, 0)
