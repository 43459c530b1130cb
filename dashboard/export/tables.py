"""The tables behind the views: devices, and people where the release can scale to them, with low and high."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from dashboard import cells
from dashboard.answers import charts
from dashboard.answers.selection import Selection
from dashboard.counting import reach
from dashboard.counting.count import matrix_of
from dashboard.counting.matrix import entries
from dashboard.counting.scaled import in_people
from dashboard.language import name_of
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.rule import Rule

Table = Callable[[Release, Rule, Selection], pl.DataFrame]

_ENDS = ("low", "mid", "high")


def matrix(release: Release, rule: Rule, _: Selection) -> pl.DataFrame:
    """Return every radius and stay of the rule's place and dates."""
    rows = entries(matrix_of(release, rule.place, rule.start, rule.end))
    return _both(release.manifest, rows).rename({"withheld": "withheld_rows"})


def days(release: Release, rule: Rule, _: Selection) -> pl.DataFrame:
    """Return those flagged by date, first time in the window and returning."""
    return _both(release.manifest, reach.by_day(release, rule))


def homes(release: Release, rule: Rule, _: Selection) -> pl.DataFrame:
    """Return those flagged by home district, most first, with the district's residents."""
    rows = _both(release.manifest, reach.by_home(release, rule))
    known = [(code, name_of(district), district.population) for code, district in release.districts.items()]
    named = pl.DataFrame(known, schema={"home": pl.String, "name": pl.String, "residents": pl.Int64}, orient="row")
    joined = rows.join(named, on="home", how="left", maintain_order="left")
    return joined.select("home", "name", pl.exclude("home", "name"))


def hours(release: Release, rule: Rule, selection: Selection) -> pl.DataFrame:
    """Return the devices at every hour of every date within the rule's radius, or in the district in focus."""
    _, profile = charts.profile_of(release, rule, selection)
    return profile.rename({end: f"devices_{end}" for end in _ENDS})


def heat_text(heat: pl.DataFrame) -> pl.DataFrame:
    """Return the heat with its cells as H3 text and its columns named for a reader."""
    names = pl.Series("cell", [cells.to_text(cell) for cell in heat["cell"]], dtype=pl.String)
    named = {end: f"device_hours_{end}" for end in _ENDS}
    return heat.with_columns(names).rename({**named, "withheld": "withheld_rows"})


TABLES: dict[str, Table] = {"matrix": matrix, "days": days, "hours": hours, "homes": homes}


def _both(manifest: Manifest, devices: pl.DataFrame) -> pl.DataFrame:
    """Return a table with every low, mid and high in devices and, where they are known, in people, so named."""
    counted = [name for name in devices.columns if name.endswith(_ENDS)]
    people, unit = in_people(manifest, devices)
    named = devices.rename({name: _named(name, "devices") for name in counted})
    if unit == "devices":
        return named
    return named.with_columns(people[name].alias(_named(name, "people")) for name in counted)


def _named(column: str, unit: str) -> str:
    prefix, _, end = column.rpartition("_")
    return f"{prefix}_{unit}_{end}" if prefix else f"{unit}_{end}"
