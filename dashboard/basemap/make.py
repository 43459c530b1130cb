"""Make a base map of a map file: a folder that the server reads tile by tile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from dashboard.basemap import pictures
from dashboard.basemap.folder import TILES, write_manifest
from dashboard.basemap.kinds import LAST_ZOOM
from dashboard.basemap.source import is_extract, layers_of
from dashboard.basemap.tiles import merge, tile_kind
from dashboard.basemap.work import gather
from dashboard.errors import InputError
from dashboard.release.replace import replacing

OPENSTREETMAP = "\N{COPYRIGHT SIGN} OpenStreetMap contributors"


def make(file: Path, out: Path, *, attribution: str = "", say: Callable[[str], None] = lambda _: None) -> None:
    """Write the base map of a file to the new folder `out`; `say` hears what is being done.

    `attribution` says whom to credit; an extract of OpenStreetMap and tiles that name it themselves need none. Raises
    InputError in a sentence for what cannot be read, drawn or written.
    """
    if out.exists():
        msg = f"{out} is there already, expected a new folder for --out"
        raise InputError(msg)
    if pictures.are_pictures(file):
        _of_pictures(file, out, attribution)
        return
    layers = layers_of(file)
    credit = _credit(file, attribution or (OPENSTREETMAP if is_extract(file) else ""))
    with replacing(out) as folder:
        work = folder / "work"
        work.mkdir()
        kinds, box = gather(layers, work / "features.gpkg", say)
        if not kinds:
            msg = f"{file} holds no road, rail, water, park, built-up land or name that could be drawn"
            raise InputError(msg)
        tiled = []
        for kind in kinds:
            say(f"tiles: {kind.name}")
            tiled.append(tile_kind(work / "features.gpkg", kind, work))
        about = {"name": file.name, "attribution": credit, "bounds": ",".join(f"{side:.6f}" for side in box)}
        zooms = {"minzoom": str(min(kind.from_zoom for kind in kinds)), "maxzoom": str(LAST_ZOOM)}
        merge(tiled, folder / TILES, {**about, **zooms})
        shutil.rmtree(work)
        write_manifest(folder)


def _of_pictures(file: Path, out: Path, attribution: str) -> None:
    found = pictures.attribution(file)
    credit = _credit(file, attribution or found)
    with replacing(out) as folder:
        pictures.copy(file, folder / TILES, credit)
        write_manifest(folder)


def _credit(file: Path, attribution: str) -> str:
    """Return whom to credit in one line; InputError where nobody is named."""
    line = " ".join(attribution.split())
    if not line:
        msg = f'{file} does not say whom to credit: name them with --attribution, such as --attribution "(c) City of X"'
        raise InputError(msg)
    return line
