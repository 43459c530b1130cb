"""The commands that answer a rule."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli.console import Dir, opened, out
from dashboard.shipped import OF_BRIEFINGS, require


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
    condition: Annotated[
        str | None, typer.Option(help="One of the release's conditions, by its id; anyone if it is not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: method, devices, people, rule.")] = False,
    per_operator: Annotated[bool, typer.Option("--per-operator", help="Say each operator's devices, too.")] = False,
) -> None:
    """Say how many devices and people a rule would flag: the number of the page."""
    from dashboard.counting.conditioned import under
    from dashboard.counting.count import count as count_of
    from dashboard.place import SEPARATOR, parse_place
    from dashboard.release.combine import combine
    from dashboard.rule import Rule
    from dashboard.views.text import METHODS, bracket_note, condition_line, devices_line
    from dashboard.views.uncounted import sentence

    releases = [opened(folder) for folder in folders]
    release = combine(releases)
    place = parse_place(SEPARATOR.join(site))
    rule = Rule(place=place, radius_m=radius_m, min_dwell_min=min_dwell_min, start=start.date(), end=end.date())
    result = count_of(under(release, place, condition), rule)
    operators = {
        part.manifest.operator.name: count_of(under(part, place, condition), rule) for part in releases if per_operator
    }
    if as_json:
        parts: dict[str, Any] = (
            {"operators": {name: part.to_dict() for name, part in operators.items()}} if per_operator else {}
        )
        parts |= {} if condition is None else {"condition": condition}
        typer.echo(json.dumps({**result.to_dict(), "synthetic": release.manifest.synthetic, **parts}, indent=2))
        return
    synthetic = " Synthetic." if release.manifest.synthetic else ""
    for met in (one for one in release.manifest.conditions if one.id == condition):
        out.print(condition_line(met), markup=False)
    out.print(f"{METHODS[result.method]}.{synthetic} {sentence(release, result)}", markup=False)
    for name, part in operators.items():
        out.print(f"{name}: {devices_line(part.devices)}", markup=False)
    if result.method == "bracket" and result.ends is None:
        out.print(bracket_note(release.manifest.presence_rule))


def brief(
    folder: Dir,
    *,
    rule: Annotated[
        str, typer.Option(help="The address of the page of a rule or of several side by side, or its query.")
    ],
    file: Annotated[Path, typer.Option("--out", help="The file to write: .pdf or .pptx.")],
    language: Annotated[str, typer.Option(help="en or zh_Hans.")] = "en",
) -> None:
    """Write the briefing of a rule, or of rules side by side, for paper (.pdf) or as slides (.pptx)."""
    require(*OF_BRIEFINGS)
    from dashboard.export.briefing.command import write_briefing

    write_briefing(opened(folder), rule, file, language)
    out.print(f"Wrote {file}.", markup=False)
