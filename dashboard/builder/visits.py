"""Visits to places: runs of a device's sightings inside a radius, of all places and radii at once."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from dashboard.builder.distances import distances
from dashboard.builder.neighbours import Frame, by_number, joined, with_neighbours
from dashboard.site import Place

_TRACK = ("site", "device")


def rings(centres: pl.DataFrame, places: Sequence[Place], radii_m: Sequence[int]) -> pl.DataFrame:
    """Return the cells near places: cell, site (number of the place) and ring (number of its smallest radius).

    A cell within the widest radius of several places has a row for each.
    """
    found = []
    for site, place in enumerate(places):
        within = distances(centres, place.shapes, radii_m[-1])
        ring = pl.sum_horizontal((pl.col("distance_m") > radius_m).cast(pl.Int16) for radius_m in radii_m)
        found.append(within.select("cell", site=pl.lit(site, pl.Int16), ring=ring.cast(pl.Int16)))
    return pl.concat(found)


def edges(sightings: Frame, rings: Frame, *, sites: int, radii: int, max_gap_s: int) -> Frame:
    """Return the sightings at which a visit within any of the radii begins or ends, by site, device and time.

    Columns: site, device, seq, t, ring, and `came_from` and `goes_to`: the ring of the sighting before and after within
    the same run, or `radii` (beyond all) where a gap or a sighting farther away lies between. Within the radius number
    k a visit begins where ring <= k < came_from and ends where ring <= k < goes_to.
    """
    seq, t, ring = nw.col("seq"), nw.col("t"), nw.col("ring")
    near = joined(sightings, rings, on="cell", how="inner")
    linked = with_neighbours(
        by_number(near, "site", range(sites)),
        _TRACK,
        "seq",
        before={"seq_before": "seq", "t_before": "t", "ring_before": "ring"},
        after={"seq_after": "seq", "t_after": "t", "ring_after": "ring"},
    )
    follows = (seq - nw.col("seq_before") == 1) & (t - nw.col("t_before") <= max_gap_s)
    is_followed = (nw.col("seq_after") - seq == 1) & (nw.col("t_after") - t <= max_gap_s)
    marked = linked.with_columns(
        came_from=nw.when(follows).then("ring_before").otherwise(nw.lit(radii)).cast(nw.Int16),
        goes_to=nw.when(is_followed).then("ring_after").otherwise(nw.lit(radii)).cast(nw.Int16),
    )
    at_edge = (ring < nw.col("came_from")) | (ring < nw.col("goes_to"))
    return marked.filter(at_edge).select(*_TRACK, "seq", "t", "ring", "came_from", "goes_to")


def visits(edges: Frame, radius: int) -> Frame:
    """Return the visits within the radius of a number: site, device, started (epoch seconds), dwell_s and home.

    `edges` are those of `edges` with the home of each device, by site, device and time; so are the visits.
    """
    t = nw.col("t")
    begins, ends = nw.col("came_from") > radius, nw.col("goes_to") > radius
    at_radius = edges.filter((nw.col("ring") <= radius) & (begins | ends))
    # Beginnings and ends take turns: the row after a beginning that is not itself the end is the end.
    linked = with_neighbours(at_radius, _TRACK, "seq", after={"t_after": "t"})
    dwell_s = nw.when(ends).then(nw.lit(0)).otherwise(nw.col("t_after") - t)
    return linked.filter(begins).select(*_TRACK, "home", started=t, dwell_s=dwell_s)
