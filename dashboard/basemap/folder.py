"""A base map on the disk: its manifest beside its tiles, opened for reading."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.errors import InputError

MANIFEST, TILES = "basemap.json", "tiles.mbtiles"
VECTORS = "pbf"
PICTURES = ("png", "jpg", "jpeg", "webp", "avif")
WEB_MERCATOR_ZOOMS = 24
WORLD = (-180.0, -85.0511, 180.0, 85.0511)
_FORMAT = 1

# What the address of a tile begins with; the digest follows, so that it never means another one.
PREFIX = "/basemap/"


@dataclass(frozen=True, kw_only=True)
class Basemap:
    """A base map: whom to credit, its tiles' format and zooms, its box (west, south, east, north) and its digest."""

    file: Path
    digest: str
    attribution: str
    format: str
    zooms: tuple[int, int]
    box: tuple[float, float, float, float]
    _opened: threading.local = field(default_factory=threading.local, repr=False, compare=False)

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile as it lies on the disk, rows counted from the north; None where there is none."""
        statement = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        found = self._connection().execute(statement, (zoom, column, (1 << zoom) - 1 - row)).fetchone()
        return None if found is None else bytes(found[0])

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's own connection, which waits for nobody: the file does not change."""
        if not hasattr(self._opened, "connection"):
            self._opened.connection = sqlite3.connect(f"{self.file.as_uri()}?mode=ro&immutable=1", uri=True)
        connection: sqlite3.Connection = self._opened.connection
        return connection


def write_manifest(folder: Path) -> None:
    """Write the manifest of the tiles in a folder: their digest, and the format of the folder."""
    with (folder / TILES).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    about = {"basemap": _FORMAT, "tiles": TILES, "bytes": (folder / TILES).stat().st_size, "sha256": digest}
    (folder / MANIFEST).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def open_basemap(folder: Path) -> Basemap:
    """Return the base map in a folder; InputError where it is none, or its tiles are not those that were made."""
    try:
        stat = (folder / MANIFEST).stat()
    except OSError:
        msg = f"{folder} is no base map, expected a folder that screening-scope basemap FILE --out DIR has written"
        raise InputError(msg) from None
    return _opened(folder.resolve(), stat.st_mtime_ns, stat.st_ino)


@lru_cache(maxsize=32)
def _opened(folder: Path, _mtime: int, _inode: int) -> Basemap:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        _compare(manifest, (folder / TILES).stat().st_size)
        with closing(sqlite3.connect(f"{(folder / TILES).as_uri()}?mode=ro", uri=True)) as opened:
            about = dict(opened.execute("SELECT name, value FROM metadata"))
        return _described(folder / TILES, str(manifest["sha256"]), about)
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        msg = (
            f"{folder} is no base map that can be read ({error}), expected one that screening-scope basemap has written"
        )
        raise InputError(msg) from None


def _compare(manifest: dict[str, Any], size: int) -> None:
    if manifest["basemap"] != _FORMAT or size != manifest["bytes"]:
        msg = "its tiles are not those that its manifest names"
        raise ValueError(msg)


def _described(file: Path, digest: str, about: dict[str, Any]) -> Basemap:
    west, south, east, north = (
        (float(side) for side in str(about["bounds"]).split(",")) if about.get("bounds") else WORLD
    )
    return Basemap(
        file=file,
        digest=digest[:16],
        attribution=str(about["attribution"]),
        format=str(about["format"]),
        zooms=(int(about.get("minzoom", 0)), int(about["maxzoom"])),
        box=(west, south, east, north),
    )
