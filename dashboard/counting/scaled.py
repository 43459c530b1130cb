"""Whole tables of devices scaled to people."""

from __future__ import annotations

from typing import Literal

import polars as pl

from dashboard.counting.interval import Estimate
from dashboard.counting.people import people
from dashboard.release.manifest import Manifest

Unit = Literal["people", "devices"]


def in_people(manifest: Manifest, table: pl.DataFrame) -> tuple[pl.DataFrame, Unit]:
    """Return a table with every low, mid, high of devices scaled to people, and the unit that it is then in.

    Columns whose names end in low, mid and high are scaled together. A release that does not say how to scale
    devices leaves the table as it is, in devices.
    """
    if people(manifest, Estimate(low=0, mid=0, high=0)) is None:
        return table, "devices"
    prefixes = [name.removesuffix("low") for name in table.columns if name.endswith("low")]
    return table.with_columns(column for prefix in prefixes for column in _scaled(manifest, table, prefix)), "people"


def _scaled(manifest: Manifest, table: pl.DataFrame, prefix: str) -> list[pl.Series]:
    names = [f"{prefix}{end}" for end in ("low", "mid", "high")]
    rows = [
        people(manifest, Estimate(low=low, mid=mid, high=high)) for low, mid, high in table.select(names).iter_rows()
    ]
    return [
        pl.Series(name, [getattr(row, end) for row in rows], dtype=pl.Int64)
        for name, end in zip(names, ("low", "mid", "high"), strict=True)
    ]
