"""Sightings with the columns that the builder knows, whatever the columns of the input are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import narwhals as nw
import polars as pl

from dashboard.builder import activity as activity_of
from dashboard.builder.neighbours import Frame, joined
from dashboard.builder.plan import SightingsPlan, columns, told
from dashboard.builder.progress import Report
from dashboard.builder.source import Source, laid_out
from dashboard.builder.towers import Towers, read_towers


def known_columns(
    names: Sequence[str], plan: SightingsPlan, file: str, report: Report, *, activity: bool = False
) -> tuple[dict[str, str], Towers | None]:
    """Return the input's column for each that the builder knows, and its towers; raise InputError as `columns` does."""
    towers = read_towers(plan, names)
    whole = plan if towers is None else plan.model_copy(update={"tower": towers.columns})
    found = columns(names, whole, file, activity=activity)
    for line in told(names, found):
        report(line)
    return found, towers


def laid(rows: Frame, found: Mapping[str, str], towers: Frame | None) -> Frame:
    """Return rows under the known names alone, with lat and lng where towers are named, in their order."""
    chosen = rows.select(*(_column(name, column) for name, column in found.items()))
    if towers is None:
        return chosen
    return joined(chosen, towers, on=[name for name in found if name.startswith("tower")], how="left")


def _column(name: str, column: str) -> nw.Expr:
    if name.startswith("tower"):
        return nw.col(column).cast(nw.String).str.strip_chars().alias(name)
    if name == "duration":  # a join finds no row where nothing stands
        return nw.col(column).cast(nw.String).fill_null("").alias(name)
    return nw.col(column).alias(name)


def as_known(
    source: Source, plan: SightingsPlan, report: Report, activities: Sequence[str] = ()
) -> tuple[Source, Towers | None]:
    """Return a source, and its parts, with the columns that the builder knows, each row in its place."""
    names = source.schema.names()
    found, towers = known_columns(names, plan, source.name, report, activity=bool(activities))
    return laid_out(source, partial(_of_polars, found=found, towers=towers, activities=activities)), towers


def _of_polars(
    rows: pl.LazyFrame, *, found: Mapping[str, str], towers: Towers | None, activities: Sequence[str]
) -> pl.LazyFrame:
    known: pl.LazyFrame = laid(nw.from_native(rows), found, None).to_native()
    chosen = known.filter(~pl.all_horizontal(pl.col(column).is_null() for column in found if column != "duration"))
    if activities:
        chosen = activity_of.of_polars(chosen, activities)
    if towers is None:
        return chosen
    return chosen.join(towers.rows.lazy(), on=towers.keys, how="left", maintain_order="left")
