"""The commands that say what is wrong with a release, and what it gives away."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.console import Dir, opened, out, progress


def check(folder: Dir) -> None:
    """Say every fault of a release with file, column, row and remedy (exit 1), or sum it up (exit 0)."""
    from dashboard.release.opening import open_checked
    from dashboard.release.receipt import check_and_leave
    from dashboard.release.summary import summary

    with progress(folder) as report:
        release = open_checked(folder, report, check_and_leave).release
    out.print(summary(release), markup=False)


def risk(
    folder: Dir,
    *,
    sightings: Annotated[
        str | None, typer.Option(help="The sightings it was built from: CSV or Parquet (file, folder or s3:// URL).")
    ] = None,
    home: Annotated[Path | None, typer.Option(help="Their homes: CSV or Parquet: device, home.")] = None,
    plan: Annotated[Path | None, typer.Option(help="How to read them, as build --save-plan wrote it.")] = None,
    ledger: Annotated[Path | None, typer.Option(help="The ledger of build: what each date has spent.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: each part's meaning and rows.")] = False,
) -> None:
    """Report what a release gives away, and what its protection costs: statistics, never a device."""
    from dashboard.builder.plan import AS_NAMED, SightingsPlan
    from dashboard.release.ingest.plan import read_plan
    from dashboard.risk.ledger import part as ledger_part
    from dashboard.risk.report import risk as report_of
    from dashboard.risk.show import rendered

    read = AS_NAMED if plan is None else read_plan(plan, SightingsPlan)
    report = report_of(opened(folder), sightings=sightings, home=home, plan=read)
    if ledger is not None:
        report = replace(report, parts=[*report.parts, ledger_part(ledger)])
    if as_json:
        typer.echo(json.dumps(report.to_dict(), indent=2))
        return
    for part in rendered(report):
        out.print(part)
