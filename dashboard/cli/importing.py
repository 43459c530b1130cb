"""The command that makes a release of presence from anyone's counts: it says what it takes a file for, then writes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from dashboard.cli.console import out
from dashboard.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.release.ingest import Guess


class PresenceRule(StrEnum):
    """How often presence counts a device in one hour."""

    one_cell_per_hour = "one_cell_per_hour"
    every_cell = "every_cell"


def import_file(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Counts by place and hour: CSV, Excel, JSON, Parquet; also .gz, a zip or a folder of them.",
        ),
    ],
    *,
    folder: Annotated[Path | None, typer.Option("--out", help="Folder of the release to write.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="Zone of the city, such as Europe/Helsinki.")] = None,
    title: Annotated[str | None, typer.Option(help="What the page calls the release.")] = None,
    plan: Annotated[Path | None, typer.Option(help="How to read the file, as --save-plan wrote it.")] = None,
    save_plan: Annotated[
        Path | None, typer.Option(help="Where to keep how the file is read, for the next one.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write, though some of it is a guess.")] = False,
    cell: Annotated[str | None, typer.Option(help="Column of the cell.")] = None,
    grid: Annotated[str | None, typer.Option(help="Its grid: h3, quadkey, geohash, s2, jis or inspire.")] = None,
    cells: Annotated[
        str | None, typer.Option(help="File of what its cells are: zones, squares, points or towers, by name.")
    ] = None,
    cells_id: Annotated[str | None, typer.Option(help="The column of that file that names them.")] = None,
    cells_crs: Annotated[str | None, typer.Option(help="Its coordinates, such as EPSG:25830.")] = None,
    lay: Annotated[
        str | None, typer.Option(help="How they lie on H3: centre (each count whole) or area (shared out).")
    ] = None,
    lat: Annotated[str | None, typer.Option(help="Column of the latitude, in place of a cell.")] = None,
    lng: Annotated[str | None, typer.Option(help="Column of the longitude.")] = None,
    datum: Annotated[str | None, typer.Option(help="Of latitude and longitude: WGS84, GCJ02 or BD09.")] = None,
    resolution: Annotated[int | None, typer.Option(help="H3 resolution to lay the counts on.")] = None,
    time: Annotated[str | None, typer.Option(help="Column of the time, or of the date.")] = None,
    hour: Annotated[str | None, typer.Option(help="Column of the hour, beside one of the date.")] = None,
    time_format: Annotated[str | None, typer.Option(help="How times are written, such as %d/%m/%Y %H:%M.")] = None,
    times_in: Annotated[str | None, typer.Option(help="Zone of times without an offset, such as UTC.")] = None,
    hour_is: Annotated[str | None, typer.Option(help="Which end of an hour its time names: start or end.")] = None,
    devices: Annotated[str | None, typer.Option(help="Column of the count, or the first of 24, one an hour.")] = None,
    decimal: Annotated[str | None, typer.Option(help="What stands before a fraction: . or ,")] = None,
    dwell: Annotated[str | None, typer.Option(help="Column of the stay band: its lower edge in minutes.")] = None,
    keep: Annotated[list[str] | None, typer.Option(help="COLUMN=VALUE: keep its rows alone; repeatable.")] = None,
    add: Annotated[list[str] | None, typer.Option(help="Column over whose values counts add up; repeatable.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Column of codes of places; repeatable.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the text, such as gb18030.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="What stands between fields.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook.")] = None,
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
    """Make a release of presence from any file of device counts by place and hour.

    Says what it takes each column for; writes when all is sure or stated, or with --yes.
    """
    from dashboard.release.ingest import About, check_about, looking, parse_site, write_counts
    from dashboard.release.ingest.plan import Plan, plan_of, read_plan, write_plan

    stated = plan_of(
        Plan, cell=cell, grid=grid, cells=cells, cells_id=cells_id, cells_crs=cells_crs, lay=lay, lat=lat, lng=lng,
        datum=datum, resolution=resolution, time=time, hour=hour, time_format=time_format, times_in=times_in,
        hour_is=hour_is, devices=devices, decimal=decimal, dwell=dwell, keep=dict(_pair(text) for text in keep or []),
        add=tuple(add or ()), ignore=tuple(ignore or ()), encoding=encoding, delimiter=delimiter, sheet=sheet,
    )  # fmt: skip
    whole = read_plan(plan, Plan).with_stated(stated) if plan else stated
    sites = tuple(parse_site(text) for text in site or [])
    missing = [option for option, value in (("--time-zone", time_zone), ("--out", folder)) if value is None]
    about = About(
        title=title or file.name.split(".", 1)[0],
        time_zone=time_zone or "UTC",
        presence_rule=presence_rule.value,
        threshold=threshold,
        operator=operator,
        market_share=market_share,
        persons_per_device=persons_per_device,
        source=source,
        licence=licence,
        sites=sites,
    )
    check_about(file, about)
    with looking(file, whole) as found:
        unsure = [guess.part for guess in found.guesses if not guess.sure]
        if missing or (unsure and not yes) or any(guess.why != "stated" for guess in found.guesses):
            _show(file, found.guesses)
        if folder is None or missing or (unsure and not yes):
            raise InputError(_needs(missing, unsure))
        write_counts(found, out=folder, about=about, report=_told)
        if save_plan is not None:
            write_plan(found.plan, save_plan)
    out.print(f"Wrote {folder}. Look at it with: screening-scope serve {folder}")


def _pair(text: str) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not sign or not column:
        msg = f"--keep is {text!r}, expected a column and its value, such as gender=-1"
        raise InputError(msg)
    return column, value


def _show(file: Path, guesses: Sequence[Guess]) -> None:
    table = Table(title=f"How {file} is read", title_justify="left")
    for heading in ("what", "is taken to be", "sure", "why"):
        table.add_column(heading)
    for guess in guesses:
        table.add_row(guess.part.replace("_", " "), guess.value, "yes" if guess.sure else "no", guess.why)
    out.print(table, markup=False)


def _needs(missing: Sequence[str], unsure: Sequence[str]) -> str:
    parts = [f"state {' and '.join(missing)}"] if missing else []
    if unsure:
        options = ", ".join(f"--{part.replace('_', '-')}" for part in unsure)
        parts.append(f"state {options}, or write with --yes as the table says")
    return f"nothing is written yet: {'; '.join(parts)}"


def _told(line: str) -> None:
    out.print(line, markup=False)
