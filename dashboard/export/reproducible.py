"""Files that are the same, byte for byte, for the same content: no clock of this machine is in them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import IO

import xlsxwriter

# The earliest time that an archive can state.
EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 archives know no zones


def workbook(file: IO[bytes], **options: bool) -> xlsxwriter.Workbook:
    """Return a workbook to be written into a file, with xlsxwriter's options."""
    book = xlsxwriter.Workbook(file, {"in_memory": True, **options})
    book.set_properties({"created": EPOCH})
    return book


def archive(file: bytes) -> bytes:
    """Return a zip archive with the time of every member set to EPOCH."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            dated = zipfile.ZipInfo(member.filename, EPOCH.timetuple()[:6])
            new.writestr(dated, old.read(member), zipfile.ZIP_DEFLATED)
    return out.getvalue()
