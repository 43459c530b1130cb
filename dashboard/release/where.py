"""Where a release lies: a folder, or objects under an address such as s3://bucket/release."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from pyarrow import fs

from dashboard.errors import InputError

_SCHEME = "s3://"


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

    def open(self, file: str) -> IO[bytes]:
        """Open a file of the release for reading."""
        if self.folder is not None:
            return (self.folder / file).open("rb")
        system, base = self._objects()
        return system.open_input_file(f"{base}/{file}")  # type: ignore[no-any-return]

    def read(self, file: str) -> bytes:
        """Return the content of a file of the release."""
        with self.open(file) as opened:
            return opened.read()

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Return the size in bytes and the time of the last change, in nanoseconds, of every file."""
        if self.folder is not None:
            found = [Path(top) / name for top, _, names in os.walk(self.folder) for name in names]
            states = {file.relative_to(self.folder).as_posix(): file.lstat() for file in sorted(found)}
            return {name: (state.st_size, state.st_mtime_ns) for name, state in states.items()}
        system, base = self._objects()
        objects = system.get_file_info(fs.FileSelector(base, recursive=True))
        return {one.path.removeprefix(f"{base}/"): (one.size, one.mtime_ns) for one in objects if one.is_file}

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
