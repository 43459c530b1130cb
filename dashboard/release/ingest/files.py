"""The files that an input is made of: one, all those of a folder, all those of a zip; and what their paths say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from dashboard.errors import InputError
from dashboard.language import _

ZIP_MAGIC = b"PK\x03\x04"
_WORKBOOK_PARTS = {"[Content_Types].xml", "mimetype"}
_KEY = "="


@dataclass(frozen=True, kw_only=True)
class File:
    """A file to read: where it lies, in which zip if in one, and the values that its path states by column."""

    name: str
    path: Path
    member: str | None = None
    stated: dict[str, str] = field(default_factory=dict)

    @property
    def is_packed(self) -> bool:
        """Say whether the bytes that lie on the disk are fewer than those that are read."""
        return self.member is not None or self.path.suffix.lower() == ".gz"

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file's bytes; InputError if it cannot be read."""
        try:
            if self.member is None:
                with self.path.open("rb") as file:
                    yield file
            else:
                with zipfile.ZipFile(self.path) as archive:
                    yield io.BytesIO(archive.read(self.member))
        except (OSError, zipfile.BadZipFile, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) else _("the zip is broken or has a password")
            msg = _("{file} cannot be read ({reason}), expected a file of counts").format(file=self.name, reason=reason)
            raise InputError(msg) from None


def files_of(path: Path) -> list[File]:
    """Return the files to read for a path, in the order of their names; InputError if there is none."""
    if path.is_dir():
        found = [
            File(name=str(file), path=file, stated=_stated(file.relative_to(path)))
            for file in sorted(path.rglob("*"))
            if file.is_file() and not _hidden(file.relative_to(path).parts)
        ]
    else:
        found = _members(path) or [File(name=str(path), path=path)]
    if not found:
        msg = _("{file} holds no file, expected files of counts").format(file=path)
        raise InputError(msg)
    return found


def _members(path: Path) -> list[File]:
    try:
        with path.open("rb") as file:
            if file.read(len(ZIP_MAGIC)) != ZIP_MAGIC:
                return []
        with zipfile.ZipFile(path) as archive:
            names = sorted(info.filename for info in archive.infolist() if not info.is_dir())
    except OSError as error:
        msg = _("{file} cannot be read ({error}), expected a file of counts").format(file=path, error=error.strerror)
        raise InputError(msg) from None
    except zipfile.BadZipFile:
        msg = _("{file} cannot be read: the zip is broken, expected a whole one").format(file=path)
        raise InputError(msg) from None
    if _WORKBOOK_PARTS & set(names):
        return []
    members = [Path(name) for name in names]
    return [
        File(name=f"{path}/{member.as_posix()}", path=path, member=member.as_posix(), stated=_stated(member))
        for member in members
        if not _hidden(member.parts)
    ]


def _hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith((".", "_")) for part in parts)


def _stated(path: Path) -> dict[str, str]:
    """Return the values that folders such as date=2020-06-13 state. Source: the layout of Apache Hive."""
    pairs = (part.split(_KEY, 1) for part in path.parts[:-1] if _KEY in part)
    return {key: unquote(value) for key, value in pairs}
