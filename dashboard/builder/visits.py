"""Visits to places: runs of a device's sightings inside a radius, of all places and radii at once."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from dashboard.builder.distances import distances
from dashboard.builder.neighbours import Frame, by_number, joined, with_neighbours, with_sum
from dashboard.site import Place

_TRACK = ("site", "device")
ACTIVE, HELD = "active", "held"


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


def near_places(sightings: Frame, rings: Frame, sites: int) -> Frame:
    """Return the sightings near places, with site and ring, by site, device and time."""
    return by_number(joined(sightings, rings, on="cell", how="inner"), "site", range(sites))


def edges(near: Frame, *, radii: int, max_gap_s: int, active: bool = False) -> Frame:
    """Return the sightings of `near_places` at which a visit within any of the radii begins or ends, in their order.

    Columns: site, device, seq, t, ring, and `came_from` and `goes_to`: the ring of the sighting before and after within
    the same run, or `radii` (beyond all) where a gap or a sighting farther away lies between. Within the radius number
    k a visit begins where ring <= k < came_from and ends where ring <= k < goes_to. Where sightings are `active` (0 for
    not), also that and `held`, its sum over the device's near the site, up to and with this one.
    """
    seq, t, ring = nw.col("seq"), nw.col("t"), nw.col("ring")
    linked = with_neighbours(
        near,
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
    counted = with_sum(marked, _TRACK, "seq", of=ACTIVE, name=HELD) if active else marked
    activity = (ACTIVE, HELD) if active else ()
    return counted.filter(at_edge).select(*_TRACK, "seq", "t", "ring", "came_from", "goes_to", *activity)


def visits(edges: Frame, radius: int, *, active: bool = False) -> Frame:
    """Return the visits within the radius of a number: site, device, seq, started (epoch seconds), dwell_s and home.

    `edges` are those of `edges` with the home of each device, by site, device and time; so are the visits. `seq` is
    that of a visit's first sighting. Those that are `active` hold a sighting that is.
    """
    t = nw.col("t")
    begins, ends = nw.col("came_from") > radius, nw.col("goes_to") > radius
    at_radius = edges.filter((nw.col("ring") <= radius) & (begins | ends))
    # Beginnings and ends take turns: the row after a beginning that is not itself the end is the end.
    after = {"t_after": "t", "held_after": HELD} if active else {"t_after": "t"}
    linked = with_neighbours(at_radius, _TRACK, "seq", after=after)
    dwell_s = nw.when(ends).then(nw.lit(0)).otherwise(nw.col("t_after") - t)
    if not active:
        return linked.filter(begins).select(*_TRACK, "seq", "home", started=t, dwell_s=dwell_s)
    held_at_end = nw.when(ends).then(nw.col(HELD)).otherwise(nw.col("held_after"))
    holds = held_at_end - nw.col(HELD) + nw.col(ACTIVE) > 0
    return linked.filter(begins & holds).select(*_TRACK, "seq", "home", started=t, dwell_s=dwell_s)
