"""The command that makes a release from sightings, at the operator."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.builder.engines import EngineName, open_engine
from dashboard.cli.console import out
from dashboard.errors import InputError

if TYPE_CHECKING:
    from dashboard.builder.ledger import Account


def build(
    *,
    sightings: Annotated[
        str, typer.Option(help="Text or Parquet (file, folder or s3:// URL): device, time, and cell or lat and lng.")
    ],
    sites: Annotated[
        Path | None, typer.Option(help="CSV: site_id, name, name_zh, kind, lat, lng, district, members.")
    ] = None,
    areas: Annotated[
        Path | None, typer.Option(help="Boundaries of places, such as GeoJSON: site_id or name, and polygons.")
    ] = None,
    folder: Annotated[Path, typer.Option("--out", help="Folder of the release to write.")],
    radii_m: Annotated[str | None, typer.Option(help="Radii in metres, such as 250,500,1000.")] = None,
    min_dwell_min: Annotated[str | None, typer.Option(help="Minimum stays in minutes, such as 0,15,60.")] = None,
    threshold: Annotated[int | None, typer.Option(min=1, help="Counts below it are withheld.")] = None,
    home: Annotated[Path | None, typer.Option(help="CSV or Parquet: device, home (district code).")] = None,
    districts: Annotated[
        Path | None, typer.Option(help="GeoJSON of the home districts: code, name, name_zh, population; all get rows.")
    ] = None,
    conditions: Annotated[
        Path | None, typer.Option(help="JSON list of conditions to count apart: data/README.md says how.")
    ] = None,
    manifest: Annotated[Path | None, typer.Option(help="JSON with any of the manifest's fields.")] = None,
    add_date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Add this date to the release in --out, the one after its last."),
    ] = None,
    device: Annotated[
        str | None, typer.Option(help="Column of the device; as for those below, a number where there is no header.")
    ] = None,
    time: Annotated[str | None, typer.Option(help="Column of the time.")] = None,
    time_format: Annotated[str | None, typer.Option(help="How times are written, such as %d/%m/%Y %H:%M.")] = None,
    times_in: Annotated[str | None, typer.Option(help="Zone of times without an offset, such as UTC.")] = None,
    end: Annotated[str | None, typer.Option(help="Column of the time until which a device stayed.")] = None,
    duration: Annotated[str | None, typer.Option(help="Column of how long it stayed, in place of its end.")] = None,
    duration_in: Annotated[str | None, typer.Option(help="Unit of the duration: ms, s or min.")] = None,
    cell: Annotated[str | None, typer.Option(help="Column of the H3 cell.")] = None,
    lat: Annotated[str | None, typer.Option(help="Column of the latitude.")] = None,
    lng: Annotated[str | None, typer.Option(help="Column of the longitude.")] = None,
    towers: Annotated[
        str | None, typer.Option(help="Table of the towers: their names, latitude and longitude.")
    ] = None,
    tower: Annotated[
        list[str] | None,
        typer.Option(help="Column that names the tower (NAME=NAME OF THE TABLE'S if they differ); again for several."),
    ] = None,
    activity: Annotated[str | None, typer.Option(help="Column of what the device did, where a condition asks.")] = None,
    leave_out_unplaced: Annotated[
        bool, typer.Option("--leave-out-unplaced", help="Leave out rows without a position, and say how many.")
    ] = False,
    delimiter: Annotated[str | None, typer.Option(help="What stands between fields.")] = None,
    plan: Annotated[Path | None, typer.Option(help="How to read sightings, as --save-plan wrote it.")] = None,
    save_plan: Annotated[Path | None, typer.Option(help="Where to keep what is stated of how they are read.")] = None,
    engine: Annotated[EngineName, typer.Option(help="What counts.")] = EngineName.polars,
    master: Annotated[str | None, typer.Option(help="Where Spark runs, such as local[2].")] = None,
    noise: Annotated[bool, typer.Option("--noise/--no-noise", help="Add noise, or withhold small counts.")] = True,
    rho: Annotated[float, typer.Option(help="Budget of the noise (zCDP) for one visit.")] = 0.064,
    ledger: Annotated[
        Path | None, typer.Option(help="Where to keep, beside the data, what each date has spent over all releases.")
    ] = None,
    rho_total: Annotated[
        float | None, typer.Option(help="By the ledger, the most that a date may spend in all.")
    ] = None,
) -> None:
    """Count sightings into a release. Runs inside an operator's walls; only counts are written."""
    from dashboard.builder.disclosure import Protection
    from dashboard.builder.from_files import build_from_files
    from dashboard.builder.plan import SightingsPlan
    from dashboard.builder.progress import shown
    from dashboard.release.ingest.plan import plan_of, read_plan, write_plan

    stated = plan_of(
        SightingsPlan, device=device, time=time, time_format=time_format, times_in=times_in, end=end, duration=duration,
        duration_in=duration_in, cell=cell, lat=lat, lng=lng, towers=towers, tower=tuple(tower or ()),
        activity=activity, leave_out_unplaced=leave_out_unplaced, delimiter=delimiter,
    )  # fmt: skip
    whole = read_plan(plan, SightingsPlan).with_stated(stated) if plan else stated
    if save_plan is not None:
        write_plan(whole, save_plan)
    protection = Protection(rho=rho if noise else None, account=_account(ledger, rho_total))
    with shown(out) as report:
        build_from_files(
            sightings,
            sites,
            folder,
            radii_m=_whole_numbers("--radii-m", radii_m),
            min_dwell_min=_whole_numbers("--min-dwell-min", min_dwell_min),
            threshold=threshold,
            home=home,
            areas=areas,
            districts=districts,
            conditions=conditions,
            manifest=manifest,
            add_date=None if add_date is None else add_date.date(),
            protection=protection,
            report=report,
            engine=open_engine(engine, master),
            plan=whole,
        )
    out.print(f"Wrote {folder}. Look at it with: screening-scope serve {folder}")


def _account(ledger: Path | None, most_rho: float | None) -> Account | None:
    from dashboard.builder.ledger import Account

    if ledger is None:
        if most_rho is not None:
            msg = "--rho-total is given without --ledger, expected the file that says what was spent before"
            raise InputError(msg)
        return None
    return Account(path=ledger, most_rho=most_rho)


def _whole_numbers(option: str, text: str | None) -> list[int] | None:
    if text is None:
        return None
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        msg = f"{option} is {text!r}, expected whole numbers with commas between them, such as 250,500,1000"
        raise InputError(msg) from None
