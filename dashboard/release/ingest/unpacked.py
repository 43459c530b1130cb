"""How much a packed file holds, looked at before any of it is kept: a small one may hold more than fits."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.ingest.files import ZIP_MAGIC, File, files_of
from dashboard.release.ingest.text import GZIP_MAGIC

AT_MOST = 1_000_000_000
_BLOCK = 1 << 20


def check_unpacked(path: Path, at_most: int = AT_MOST) -> None:
    """Raise InputError if what a file holds, unpacked, is over so many bytes."""
    if _zipped(path) > at_most or sum(_gzipped(file, at_most) for file in files_of(path)) > at_most:
        msg = _("{file} holds over {limit} MB, unpacked, expected less; import it with the command")
        raise InputError(msg.format(file=path.name, limit=at_most // 1_000_000))


def _zipped(path: Path) -> int:
    """Return the bytes that a zip, or a workbook, says it holds: no more of it is read; 0 of any other file."""
    try:
        with path.open("rb") as file:
            if file.read(len(ZIP_MAGIC)) != ZIP_MAGIC:
                return 0
        with zipfile.ZipFile(path) as archive:
            return sum(info.file_size for info in archive.infolist())
    except (OSError, zipfile.BadZipFile):
        return 0  # whoever reads it says why it cannot be


def _gzipped(file: File, at_most: int) -> int:
    """Return the bytes that a file of gzip holds, up to a little over the limit; 0 of any other file."""
    total = 0
    with file.opened() as opened:
        if opened.read(len(GZIP_MAGIC)) != GZIP_MAGIC:
            return 0
        opened.seek(0)
        try:
            with gzip.open(opened) as packed:
                while total <= at_most and (block := packed.read(_BLOCK)):
                    total += len(block)
        except (OSError, EOFError, zlib.error):
            return 0  # whoever reads it says why it cannot be
    return total
