"""Tiles of a base map: GDAL simplifies, cuts and encodes each kind, and here they are put together, tile by tile."""

from __future__ import annotations

import gzip
import heapq
import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path

from pyogrio.raw import open_arrow, write_arrow

from dashboard.basemap.kinds import LAST_ZOOM, Kind
from dashboard.basemap.names import SPELLINGS
from dashboard.basemap.source import gdal

Tile = tuple[int, int, int, bytes]

# So wide is a tile's margin, of 4,096: the widest line that is drawn over an edge.
BUFFER = 64
GZIP = 6


def tile_kind(work: Path, kind: Kind, out: Path) -> Path:
    """Write the tiles of one kind of a work file as MBTiles, at every zoom that it is seen at; return the file."""
    file = out / f"{kind.name}.mbtiles"
    with gdal(), open_arrow(work, layer=kind.name) as (meta, rows):
        write_arrow(
            rows,
            file,
            layer=kind.name,
            driver="MVT",
            geometry_name=meta["geometry_name"],
            geometry_type="Unknown",
            crs=meta["crs"],
            dataset_options={
                "FORMAT": "MBTILES",
                "MINZOOM": str(kind.from_zoom),
                "MAXZOOM": str(LAST_ZOOM),
                "BUFFER": str(BUFFER),
                "MAX_SIZE": "1000000",
                "NAME": kind.name,
            },
        )
    return file


def merge(files: Sequence[Path], out: Path, about: dict[str, str]) -> None:
    """Write one MBTiles of the tiles of many, whose layers have different names, with `about` as its metadata.

    A vector tile is a row of its layers, so tiles are joined as they are. Source: Mapbox Vector Tile specification 2.1.
    """
    with closing(sqlite3.connect(out)) as joined:
        joined.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT);"
            "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB,"
            " PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;"
        )
        layers = [{"id": file.stem, "fields": dict.fromkeys(SPELLINGS, "String")} for file in files]
        metadata = {**about, "format": "pbf", "type": "overlay", "json": json.dumps({"vector_layers": layers})}
        joined.executemany("INSERT INTO metadata VALUES (?, ?)", sorted(metadata.items()))
        streams = [_tiles(file) for file in files]
        ordered = heapq.merge(*streams, key=lambda tile: tile[:3])
        for place, of_place in groupby(ordered, key=lambda tile: tile[:3]):
            data = gzip.compress(b"".join(tile[3] for tile in of_place), GZIP, mtime=0)
            joined.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (*place, data))
        joined.commit()


def _tiles(file: Path) -> Iterator[Tile]:
    """Yield the tiles of an MBTiles of GDAL by their place, rising, unpacked."""
    order = "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles ORDER BY 1, 2, 3"
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as opened:
        for zoom, column, row, data in opened.execute(order):
            yield zoom, column, row, zlib.decompress(data, wbits=47)
