"""The commands that make a release: from counts, or from sightings at the operator."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dashboard.builder.engines import EngineName, open_engine
from dashboard.cli.console import out
from dashboard.errors import InputError


class PresenceRule(StrEnum):
    """How often presence counts a device in one hour."""

    one_cell_per_hour = "one_cell_per_hour"
    every_cell = "every_cell"


def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV (also .gz) or Parquet: devices by H3 cell and hour.")
    ],
    *,
    cell: Annotated[str, typer.Option(help="Column of the H3 cell, text or integer.")],
    time: Annotated[str, typer.Option(help="Column of the start of the hour.")],
    devices: Annotated[str, typer.Option(help="Column of the count.")],
    time_zone: Annotated[str, typer.Option(help="Zone of the city, such as Europe/Helsinki.")],
    title: Annotated[str, typer.Option(help="What the page calls the release.")],
    folder: Annotated[Path, typer.Option("--out", help="Folder of the release to write.")],
    dwell: Annotated[str | None, typer.Option(help="Column of the stay band: its lower edge in minutes.")] = None,
    site: Annotated[list[str] | None, typer.Option(help='A place: "Name,latitude,longitude"; repeatable.')] = None,
    presence_rule: Annotated[
        PresenceRule, typer.Option(help="Whether a device counts in one cell an hour, or in every cell it was in.")
    ] = PresenceRule.every_cell,
    threshold: Annotated[int, typer.Option(min=1, help="Counts below it were withheld from the file.")] = 1,
    operator: Annotated[str, typer.Option(help="Who counted.")] = "not stated",
    market_share: Annotated[float | None, typer.Option(help="Part of all devices that was counted, up to 1.")] = None,
    persons_per_device: Annotated[
        tuple[float, float, float] | None, typer.Option(help="Persons one device stands for: low mid high.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Where the counts come from.")] = None,
    licence: Annotated[str, typer.Option(help="Their licence.")] = "not stated",
) -> None:
    """Make a release of presence from any file of device counts by H3 cell and hour."""
    from dashboard.release.ingest import About, Columns, import_counts, parse_site

    about = About(
        title=title,
        time_zone=time_zone,
        presence_rule=presence_rule.value,
        threshold=threshold,
        operator=operator,
        market_share=market_share,
        persons_per_device=persons_per_device,
        source=source,
        licence=licence,
        sites=tuple(parse_site(text) for text in site or []),
    )
    columns = Columns(cell=cell, time=time, devices=devices, dwell=dwell)
    import_counts(file, out=folder, columns=columns, about=about, report=_told)
    out.print(f"Wrote {folder}. Look at it with: screening-scope serve {folder}")


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
    noise: Annotated[bool, typer.Option("--noise/--no-noise", help="Add noise before counts are withheld.")] = True,
    rho: Annotated[float, typer.Option(help="Budget of the noise (zCDP) for a visitor of one day.")] = 0.064,
    most_places: Annotated[
        int, typer.Option(min=1, help="Under noise a device counts at so many places a date at most.")
    ] = 5,
) -> None:
    """Count sightings into a release. Runs inside an operator's walls; only counts are written."""
    from dashboard.builder.disclosure import Protection
    from dashboard.builder.from_files import build_from_files
    from dashboard.builder.progress import shown

    protection = Protection(rho=rho if noise else None, places=most_places)
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


def _told(line: str) -> None:
    out.print(line, markup=False)


def _whole_numbers(option: str, text: str | None) -> list[int] | None:
    if text is None:
        return None
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        msg = f"{option} is {text!r}, expected whole numbers with commas between them, such as 250,500,1000"
        raise InputError(msg) from None
