"""Tiles that are pictures stay as they are, from MBTiles and from PMTiles."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from dashboard.basemap.folder import open_basemap
from dashboard.basemap.make import make
from dashboard.errors import InputError

TILES = {(z, x, y): f"picture {z}/{x}/{y}".encode() for z in range(3) for x in range(1 << z) for y in range(1 << z)}


def mbtiles(folder: Path, *, form: str = "png", attribution: str = "(c) City") -> Path:
    file = folder / "city.mbtiles"
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        made.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        about = {"name": "City", "format": form, "bounds": "24,60,25,61", "attribution": attribution}
        made.executemany("INSERT INTO metadata VALUES (?, ?)", [pair for pair in about.items() if pair[1]])
        rows = [(z, x, (1 << z) - 1 - y, data) for (z, x, y), data in TILES.items()]
        made.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
        made.commit()
    return file


def pmtiles(folder: Path, *, form: TileType = TileType.WEBP, attribution: str = "(c) City") -> Path:
    file = folder / "city.pmtiles"
    with file.open("wb") as opened:
        writer = Writer(opened)
        for tile in sorted(TILES, key=lambda tile: zxy_to_tileid(*tile)):
            writer.write_tile(zxy_to_tileid(*tile), TILES[tile])
        header = {"tile_type": form, "tile_compression": Compression.NONE}
        box = {"min_lon_e7": 240000000, "min_lat_e7": 600000000, "max_lon_e7": 250000000, "max_lat_e7": 610000000}
        zooms = {"min_zoom": 0, "max_zoom": 2, "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0}
        writer.finalize({**header, **box, **zooms}, {"attribution": attribution})
    return file


@pytest.mark.parametrize("written", [mbtiles, pmtiles])
def test_every_picture_is_the_one_that_was_there(tmp_path: Path, written: object) -> None:
    make(written(tmp_path), tmp_path / "out")  # type: ignore[operator]
    base = open_basemap(tmp_path / "out")
    assert {tile: base.tile(*tile) for tile in TILES} == TILES
    assert base.tile(3, 0, 0) is None
    assert (base.zooms, base.box, base.attribution) == ((0, 2), (24, 60, 25, 61), "(c) City")
    assert base.format in {"png", "webp"}


@pytest.mark.parametrize("written", [mbtiles, pmtiles])
def test_a_credit_that_is_a_link_is_shown_as_its_text(tmp_path: Path, written: object) -> None:
    link = '<a href="//elsewhere.example" target="_blank">&copy; City</a> &amp; others'
    make(written(tmp_path, attribution=link), tmp_path / "out")  # type: ignore[operator]
    assert open_basemap(tmp_path / "out").attribution == "\N{COPYRIGHT SIGN} City & others"


@pytest.mark.parametrize("written", [mbtiles, pmtiles])
def test_whom_the_file_does_not_credit_is_asked_for(tmp_path: Path, written: object) -> None:
    file = written(tmp_path, attribution="")  # type: ignore[operator]
    with pytest.raises(InputError, match="--attribution"):
        make(file, tmp_path / "out")
    make(file, tmp_path / "out", attribution="(c) Other")
    assert open_basemap(tmp_path / "out").attribution == "(c) Other"


def test_tiles_of_vectors_are_refused(tmp_path: Path) -> None:
    for file in (mbtiles(tmp_path, form="pbf"), pmtiles(tmp_path, form=TileType.MVT)):
        with pytest.raises(InputError, match=r"expected pictures.*\.osm\.pbf"):
            make(file, tmp_path / "out")
        assert not (tmp_path / "out").exists()
