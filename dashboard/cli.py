"""The command `screening-scope`."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from dashboard.build.engines import EngineName, open_engine
from dashboard.errors import Fault, InputError, ReleaseError, ScopeError
from dashboard.release.load import load

if TYPE_CHECKING:
    from dashboard.release.load import Release

app = typer.Typer(
    help="How many people a screening rule would flag, from counts alone.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class PresenceRule(StrEnum):
    """How often presence counts a device in one hour."""

    one_cell_per_hour = "one_cell_per_hour"
    every_cell = "every_cell"


Host = Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")]
Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to listen on.")]
Dir = Annotated[str, typer.Argument(metavar="DIR", help="Folder of a release, or its address: s3://bucket/release.")]


@app.command()
def check(folder: Dir) -> None:
    """Say every fault of a release with file, column, row and remedy (exit 1), or sum it up (exit 0)."""
    from dashboard.release.receipt import check_and_leave
    from dashboard.release.summary import summary

    with _progress(folder) as report:
        faults = check_and_leave(folder, report)
    if faults:
        raise ReleaseError(faults)
    out.print(summary(load(folder)), markup=False)


@app.command()
def count(
    folders: Annotated[
        list[str], typer.Argument(metavar="DIR...", help="Folder of a release, or one for each operator: devices add.")
    ],
    site: Annotated[
        list[str], typer.Option(help="site_id of the place; again for several places; or @lat,lng of a point.")
    ],
    radius_m: Annotated[int, typer.Option(help="Radius in metres, one of the release's stops.")],
    min_dwell_min: Annotated[int, typer.Option(help="Minimum stay in minutes, one of the release's stops.")],
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First local date.")],
    end: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last local date.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: method, devices, people, rule.")] = False,
    per_operator: Annotated[bool, typer.Option("--per-operator", help="Say each operator's devices, too.")] = False,
) -> None:
    """Say how many devices and people a rule would flag: the number of the page."""
    from dashboard.counting.count import count as count_of
    from dashboard.release.combine import combine
    from dashboard.rule import Rule
    from dashboard.views.text import METHODS, bracket_note, devices_line
    from dashboard.views.uncounted import sentence
    from dashboard.where import SEPARATOR

    releases = [_open(folder) for folder in folders]
    release = combine(releases)
    where = SEPARATOR.join(site)
    rule = Rule(site=where, radius_m=radius_m, min_dwell_min=min_dwell_min, start=start.date(), end=end.date())
    result = count_of(release, rule)
    operators = {part.manifest.operator.name: count_of(part, rule) for part in releases if per_operator}
    if as_json:
        parts = {"operators": {name: part.to_dict() for name, part in operators.items()}} if per_operator else {}
        typer.echo(json.dumps({**result.to_dict(), "synthetic": release.manifest.synthetic, **parts}, indent=2))
        return
    synthetic = " Synthetic." if release.manifest.synthetic else ""
    out.print(f"{METHODS[result.method]}.{synthetic} {sentence(release, result)}", markup=False)
    for name, part in operators.items():
        out.print(f"{name}: {devices_line(part.devices)}", markup=False)
    if result.method == "bracket" and result.ends is None:
        out.print(bracket_note(release.manifest.presence_rule))


@app.command()
def brief(
    folder: Dir,
    *,
    rule: Annotated[str, typer.Option(help="The rule as in the address of the page, or the whole address.")],
    file: Annotated[Path, typer.Option("--out", help="The file to write: .pdf or .pptx.")],
    language: Annotated[str, typer.Option(help="en or zh_Hans.")] = "en",
) -> None:
    """Write the briefing of a rule, for paper (.pdf) or as slides (.pptx), without a browser."""
    from dashboard.export.briefing.command import write_briefing

    write_briefing(_open(folder), rule, file, language)
    out.print(f"Wrote {file}.", markup=False)


@app.command(name="import")
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
    import_counts(file, out=folder, columns=columns, about=about, report=_report)
    out.print(f"Wrote {folder}. Look at it with: screening-scope serve {folder}")


@app.command()
def serve(
    folders: Annotated[list[str], typer.Argument(metavar="DIR...", help="Folders or addresses of the releases.")],
    *,
    host: Host = "127.0.0.1",
    port: Port = 8050,
    workers: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
) -> None:
    """Check releases and serve the page."""
    _serve(folders, host, port, workers)


@app.command()
def demo(
    *,
    prepare: Annotated[bool, typer.Option("--prepare", help="Only make the shipped release complete.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make it again from its seed.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8050,
) -> None:
    """Serve the demonstration release, a synthetic Beijing in June 2020."""
    from dashboard.build.progress import shown
    from dashboard.demo import demo as demonstration
    from dashboard.settings import DEMO_RELEASE

    if rebuild:
        with shown(out) as report:
            demonstration.rebuild(report=report)
        return
    demonstration.prepare()
    if not prepare:
        _serve([str(DEMO_RELEASE)], host, port, workers=1)


@app.command()
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
    from dashboard.build.disclosure import Protection
    from dashboard.build.from_files import build_from_files
    from dashboard.build.progress import shown

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


@app.command()
def risk(
    folder: Dir,
    *,
    sightings: Annotated[
        str | None, typer.Option(help="The sightings it was built from: CSV or Parquet (file, folder or s3:// URL).")
    ] = None,
    home: Annotated[Path | None, typer.Option(help="Their homes: CSV or Parquet: device, home.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: each part's meaning and rows.")] = False,
) -> None:
    """Report what a release gives away, and what its protection costs: statistics, never a device."""
    from dashboard.risk.report import risk as report_of
    from dashboard.risk.show import rendered

    report = report_of(_open(folder), sightings=sightings, home=home)
    if as_json:
        typer.echo(json.dumps(report.to_dict(), indent=2))
        return
    for part in rendered(report):
        out.print(part)


def main() -> None:
    """Run the command; an error for a user is one line on stderr and exit 1."""
    try:
        app()
    except ScopeError as error:
        err.print(str(error), markup=False)
        sys.exit(1)


def _open(folder: str) -> Release:
    from dashboard.release.receipt import check_once

    faults = check_once(folder).faults
    if faults:
        raise ReleaseError(faults)
    return load(folder)


def _serve(folders: list[str], host: str, port: int, workers: int) -> None:
    _check_free(host, port)
    faults = [fault for folder in folders for fault in _check_to_serve(folder)]
    if faults:
        raise ReleaseError(faults)
    out.print(f"Open http://{host}:{port} in a browser. Ctrl+C stops.")
    environment = {**os.environ, "RELEASE": os.pathsep.join(folders)}
    command = [sys.executable, "-m", "gunicorn", "dashboard.server:server", "--bind", f"{host}:{port}"]
    options = ["--workers", str(workers), "--threads", "8", "--log-level", "warning", "--timeout", "120"]
    sys.stdout.flush()
    os.execve(sys.executable, [*command, *options], environment)  # noqa: S606 the server takes this process's place


def _check_to_serve(folder: str) -> tuple[Fault, ...]:
    from dashboard.release.receipt import check_once

    with _progress(folder) as report:
        checked = check_once(folder, report)
    if checked.receipt is not None:
        out.print(f"{folder} was checked before and no file has changed since: {checked.receipt}", markup=False)
    return checked.faults


@contextmanager
def _progress(folder: str) -> Iterator[Callable[[str], None]]:
    """Say on a terminal which file is being read; elsewhere, that the release is being checked."""
    if not out.is_terminal:
        out.print(f"Checking {folder} ...", markup=False)
        yield lambda _: None
        return
    with out.status(escape(f"Checking {folder} ...")) as status:
        yield lambda file: status.update(escape(f"Checking {folder}: {file}"))


def _report(line: str) -> None:
    out.print(line, markup=False)


def _whole_numbers(option: str, text: str | None) -> list[int] | None:
    if text is None:
        return None
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        msg = f"{option} is {text!r}, expected whole numbers with commas between them, such as 250,500,1000"
        raise InputError(msg) from None


def _check_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            msg = f"{host}:{port} cannot be listened on ({error.strerror}), choose another with --host or --port"
            raise ScopeError(msg) from None
