"""The command that makes a release from sightings, at the operator."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from dashboard.builder.engines import EngineName, open_engine
from dashboard.cli.console import out
from dashboard.errors import InputError


def build(
    *,
    sightings: Annotated[
        str, typer.Option(help="CSV or Parquet (file, folder or s3:// URL): device, time, and cell or lat and lng.")
    ],
    sites: Annotated[
        Path | None, typer.Option(help="CSV: site_id, name, name_zh, kind, lat, lng, district, members.")
    ] = None,
    folder: Annotated[Path, typer.Option("--out", help="Folder of the release to write.")],
    radii_m: Annotated[str | None, typer.Option(help="Radii in metres, such as 250,500,1000.")] = None,
    min_dwell_min: Annotated[str | None, typer.Option(help="Minimum stays in minutes, such as 0,15,60.")] = None,
    threshold: Annotated[int | None, typer.Option(min=1, help="Counts below it are withheld.")] = None,
    home: Annotated[Path | None, typer.Option(help="CSV or Parquet: device, home (district code).")] = None,
    manifest: Annotated[Path | None, typer.Option(help="JSON with any of the manifest's fields.")] = None,
    add_date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Add this date to the release in --out, the one after its last."),
    ] = None,
    engine: Annotated[EngineName, typer.Option(help="What counts.")] = EngineName.polars,
    master: Annotated[str | None, typer.Option(help="Where Spark runs, such as local[2].")] = None,
    noise: Annotated[bool, typer.Option("--noise/--no-noise", help="Add noise, or withhold small counts.")] = True,
    rho: Annotated[float, typer.Option(help="Budget of the noise (zCDP) for one visit.")] = 0.064,
) -> None:
    """Count sightings into a release. Runs inside an operator's walls; only counts are written."""
    from dashboard.builder.disclosure import Protection
    from dashboard.builder.from_files import build_from_files
    from dashboard.builder.progress import shown

    protection = Protection(rho=rho if noise else None)
    with shown(out) as report:
        build_from_files(
            sightings,
            sites,
            folder,
            radii_m=_whole_numbers("--radii-m", radii_m),
            min_dwell_min=_whole_numbers("--min-dwell-min", min_dwell_min),
            threshold=threshold,
            home=home,
            manifest=manifest,
            add_date=None if add_date is None else add_date.date(),
            protection=protection,
            report=report,
            engine=open_engine(engine, master),
        )
    out.print(f"Wrote {folder}. Look at it with: screening-scope serve {folder}")


def _whole_numbers(option: str, text: str | None) -> list[int] | None:
    if text is None:
        return None
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        msg = f"{option} is {text!r}, expected whole numbers with commas between them, such as 250,500,1000"
        raise InputError(msg) from None
