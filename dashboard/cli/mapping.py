"""The command that makes a base map of a map file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.console import out


def basemap(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Map: .osm.pbf, GeoPackage, GeoJSON or Shapefile with OpenStreetMap's tags; or pictures in .mbtiles "
            "or .pmtiles.",
        ),
    ],
    *,
    folder: Annotated[Path, typer.Option("--out", help="Folder to write, for serve --basemap.")],
    attribution: Annotated[
        str, typer.Option(help="Whom to credit; of an .osm.pbf, OpenStreetMap's contributors.")
    ] = "",
) -> None:
    """Make a base map of a map file: roads, rail, water, parks, built-up land and names, to lie under the heat."""
    from dashboard.basemap.folder import open_basemap
    from dashboard.basemap.make import make

    def say(doing: str) -> None:
        if out.is_terminal:
            out.print(f"{file.name}: {doing}", markup=False)

    make(file, folder, attribution=attribution, say=say)
    made = open_basemap(folder)
    size = made.file.stat().st_size / 1_000_000
    zooms = f"zoom {made.zooms[0]} to {made.zooms[1]}"
    out.print(f"{folder}: {size:.1f} MB of tiles, {zooms}. Credited: {made.attribution}", markup=False)
    out.print(f"screening-scope serve DIR --basemap {folder}", markup=False)
