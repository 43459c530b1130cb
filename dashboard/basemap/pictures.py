"""Tiles that are pictures: MBTiles as they are, PMTiles put into MBTiles, picture by picture unchanged."""

from __future__ import annotations

import html
import re
import shutil
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported

from dashboard.basemap.folder import PICTURES, WEB_MERCATOR_ZOOMS
from dashboard.errors import InputError

MBTILES, PMTILES = ".mbtiles", ".pmtiles"
_DAMAGES = (
    OSError,
    ValueError,
    KeyError,
    IndexError,
    EOFError,
    struct.error,
    MagicNumberNotFound,
    SpecVersionUnsupported,
)
# Source: PMTiles specification 3, section 3.4, tile type.
_FORMATS = {2: "png", 3: "jpg", 4: "webp", 5: "avif"}


def are_pictures(file: Path) -> bool:
    """Say whether a file is one of tiles, by the end of its name."""
    return file.name.lower().endswith((MBTILES, PMTILES))


def attribution(file: Path) -> str:
    """Return whom a file of tiles says to credit, empty for nobody; InputError where it is none.

    Files of tiles may say it in HTML, with a link (MBTiles specification 1.3): the text of it is returned.
    """
    return html.unescape(re.sub(r"<[^<>]*>", "", _about(file).get("attribution", "")))


def copy(file: Path, out: Path, credit: str) -> None:
    """Write the tiles of a file as MBTiles with a credit; InputError where they are no pictures."""
    about = {**_about(file), "attribution": credit}
    if about.get("format") not in PICTURES:
        msg = (
            f"{file} holds tiles of {about.get('format') or 'no stated format'}, expected pictures "
            f"({', '.join(PICTURES)}); of vectors, give the map that they were made of, such as an .osm.pbf"
        )
        raise InputError(msg)
    if file.name.lower().endswith(MBTILES):
        shutil.copyfile(file, out)
        with closing(sqlite3.connect(out)) as opened:
            opened.execute("DELETE FROM metadata")
            opened.executemany("INSERT INTO metadata (name, value) VALUES (?, ?)", sorted(about.items()))
            opened.commit()
        return
    _unpack(file, out, about)


def _unpack(file: Path, out: Path, about: dict[str, str]) -> None:
    with file.open("rb") as opened, closing(sqlite3.connect(out)) as made:
        made.executescript(
            "CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT);"
            "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB,"
            " PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;"
        )
        made.executemany("INSERT INTO metadata VALUES (?, ?)", sorted(about.items()))
        rows = ((z, x, (1 << z) - 1 - y, data) for (z, x, y), data in all_tiles(MmapSource(opened)))
        made.executemany("INSERT OR REPLACE INTO tiles VALUES (?, ?, ?, ?)", rows)
        made.commit()


def _about(file: Path) -> dict[str, str]:
    if not file.is_file():
        msg = f"{file} is not there, expected a file"
        raise InputError(msg)
    try:
        return _of_mbtiles(file) if file.name.lower().endswith(MBTILES) else _of_pmtiles(file)
    except (sqlite3.Error, *_DAMAGES) as error:
        msg = f"{file} cannot be read as {file.suffix[1:]} ({error or type(error).__name__}), expected a file of tiles"
        raise InputError(msg) from None


def _of_mbtiles(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as opened:
        about = {str(name): str(value) for name, value in opened.execute("SELECT name, value FROM metadata")}
        least, most = opened.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        if least is None or most > WEB_MERCATOR_ZOOMS:
            msg = "it holds no tiles"
            raise ValueError(msg)
        return {"minzoom": str(least), "maxzoom": str(most), **about}


def _of_pmtiles(file: Path) -> dict[str, str]:
    with file.open("rb") as opened:
        reader = Reader(MmapSource(opened))
        header, about = reader.header(), reader.metadata()
    sides = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
    return {
        "name": str(about.get("name", file.name)),
        "attribution": str(about.get("attribution", "")),
        "format": _FORMATS.get(header["tile_type"].value, "vectors"),
        "bounds": ",".join(f"{header[side] / 1e7:.6f}" for side in sides),
        "minzoom": str(header["min_zoom"]),
        "maxzoom": str(header["max_zoom"]),
    }
