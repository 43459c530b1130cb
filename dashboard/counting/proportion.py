"""In proportion: those flagged per 1,000 residents of the city and of each district."""

from __future__ import annotations

import polars as pl

from dashboard.counting.interval import Estimate
from dashboard.counting.reach import by_home
from dashboard.counting.scaled import in_people
from dashboard.language import name_of
from dashboard.release.load import Release
from dashboard.release.resolve import counted_place
from dashboard.rule import Rule


def per_thousand(flagged: Estimate, residents: int) -> tuple[float, float | None, float]:
    """Return low, mid and high of the flagged per 1,000 residents, who are more than none."""
    mid = None if flagged.mid is None else 1000 * flagged.mid / residents
    return 1000 * flagged.low / residents, mid, 1000 * flagged.high / residents


def districts_per_thousand(release: Release, rule: Rule) -> pl.DataFrame:
    """Return the people flagged per 1,000 residents of every district, most first.

    Columns: home, name, residents, low, mid, high (per 1,000). Districts whose residents are not known, and homes
    outside the districts, are absent; so is all where a release has no homes, does
    not scale devices to people or did not count the place.
    """
    known = pl.DataFrame(
        [
            (code, name_of(district), district.population)
            for code, district in release.districts.items()
            if district.population
        ],
        schema={"home": pl.String, "name": pl.String, "residents": pl.Int64},
        orient="row",
    )
    empty = known.clear().with_columns(pl.lit(0.0).alias(end) for end in ("low", "mid", "high"))
    if release.reach_by_home_parts is None or counted_place(release, rule.place) is None:
        return empty
    table, unit = in_people(release.manifest, by_home(release, rule))
    if unit != "people":
        return empty
    joined = known.join(table, on="home")
    shares = joined.with_columns(pl.col(end) * 1000 / pl.col("residents") for end in ("low", "mid", "high"))
    return shares.sort(["mid", "home"], descending=[True, False])
