"""Bound what one device adds on one date, so that noise can be fitted to the largest."""

from __future__ import annotations

import narwhals as nw

from dashboard.builder.neighbours import Frame, to_polars

_NUMBER = "number of the place among the device's of the date"


def numbered_places(visits: Frame) -> Frame:
    """Number the places that a device visits on a date from 1, in the order in which the operator lists them.

    `visits` has device, date and the number of the site, and may have several rows of each.
    """
    return visits.with_columns(nw.col("site").rank("dense").over("device", "date").alias(_NUMBER))


def within_bound(numbered: Frame, places: int) -> Frame:
    """Return the visits of `numbered_places` to the first `places` places of each device and date, in their order."""
    return numbered.filter(nw.col(_NUMBER) <= places).drop(_NUMBER)


def left_out(numbered: Frame, places: int) -> int:
    """Return how many devices' dates lose visits to some places to the bound."""
    over = numbered.filter(nw.col(_NUMBER) > places).select("device", "date").unique()
    return int(to_polars(over.select(nw.len())).item())
