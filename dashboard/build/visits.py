"""Visits to a place: runs of a device's sightings inside a radius."""

from __future__ import annotations

import polars as pl

from dashboard.build.distances import distances
from dashboard.build.sightings import Sightings
from dashboard.site import Place


def near(sightings: Sightings, place: Place, radius_m: int) -> pl.DataFrame:
    """Return the sightings within a radius of a place, in sequence.

    Columns: seq (number of the sighting among all, by device and time), device, t and distance_m. A number missing
    in `seq` is a sighting outside.
    """
    within = distances(sightings.centres, place.points, radius_m)
    numbered = sightings.rows.lazy().with_row_index("seq")
    joined = numbered.join(within.lazy(), on="cell", maintain_order="left")
    return joined.select("seq", "device", "t", "distance_m").collect()


def visits(near: pl.DataFrame, radius_m: int, max_gap_s: int) -> pl.DataFrame:
    """Return the visits within a radius: device, started (epoch seconds) and dwell_s, by device and time.

    `near` holds the sightings within this radius or a wider one, in sequence. A visit ends where the device's next
    sighting is outside (the next number is missing) or comes after a gap above `max_gap_s`.
    """
    seq, device, t = pl.col("seq"), pl.col("device"), pl.col("t")
    follows = (
        (seq.cast(pl.Int64) - seq.shift(1).cast(pl.Int64) == 1)
        & (device == device.shift(1))
        & (t - t.shift(1) <= max_gap_s)
    )
    inside = near.lazy().filter(pl.col("distance_m") <= radius_m)
    marked = inside.with_columns(first=~follows.fill_null(value=False))
    edges = marked.with_columns(last=pl.col("first").shift(-1, fill_value=True)).filter(
        pl.col("first") | pl.col("last")
    )
    # Among the first and last sightings alone, the row after a first that is not itself the last is the last.
    ended = pl.when("last").then(t).otherwise(t.shift(-1))
    return edges.select("device", "first", started=t, dwell_s=ended - t).filter("first").drop("first").collect()
