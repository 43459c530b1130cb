"""The demonstration city's truth around a place: each device's longest visit a date, measured and true."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard import cells
from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.certainty.expect import Counted
from dashboard.counting.interval import Counts
from dashboard.demo import city
from dashboard.demo.ground import Points
from dashboard.demo.parameters import DAY_S
from dashboard.release.manifest import Manifest
from dashboard.site import Place

GAP_S = 3_600
MOMENT_S = 1_800  # a true stay is looked at this often
APART_S = 1_200  # nobody is truly at home this shortly before or after a trip
ROUTINE = ("home", "work", "errand")


@dataclass(frozen=True, kw_only=True)
class Visits:
    """The minutes of the longest visit by device, date (day of the city) and radius_m, measured and true."""

    measured: pl.DataFrame
    true: pl.DataFrame
    manifest: Manifest

    @property
    def counted(self) -> Counted:
        """Return what a release without a threshold would hold, from the measured visits."""
        devices = self._counts(self.measured.group_by("device", "radius_m").agg(pl.col("minutes").max()))
        dates = self._counts(self.measured)
        period = self.manifest.period
        return Counted(
            radii_m=tuple(self.manifest.radii_m),
            min_dwell_min=tuple(self.manifest.min_dwell_min),
            dates=(period.end - period.start).days + 1,
            devices=(devices, devices, devices),
            device_dates=(dates, dates, dates),
        )

    def truly(self, true_visit: TrueVisit) -> tuple[np.ndarray, np.ndarray, int]:
        """Return true precision and recall, radii x stays, and the true visitors."""
        there = pl.col("radius_m") == true_visit.radius_m, pl.col("minutes") >= true_visit.stay_min
        visitors = self.true.filter(*there).select("device").unique()
        both = self._counts(
            self.measured.join(visitors, on="device").group_by("device", "radius_m").agg(pl.col("minutes").max())
        )
        return both / self.counted.devices[1], both / visitors.height, visitors.height

    def _counts(self, longest: pl.DataFrame) -> Counts:
        return np.array(
            [
                [
                    longest.filter(pl.col("radius_m") == radius_m, pl.col("minutes") >= stay).height
                    for stay in self.manifest.min_dwell_min
                ]
                for radius_m in self.manifest.radii_m
            ]
        )


def true_visits(place: Place, manifest: Manifest, true_radii_m: tuple[int, ...], *, scale: float) -> Visits:
    """Return the visits of a city of a `scale` of the whole."""
    sightings = _sightings(city.sightings(scale=scale).frame, place)
    return Visits(
        measured=_longest(sightings, manifest.radii_m, manifest),
        true=_longest(_moments(city.stays(scale=scale), place, max(true_radii_m)), true_radii_m, manifest),
        manifest=manifest,
    )


def _longest(track: pl.DataFrame, radii_m: list[int] | tuple[int, ...], manifest: Manifest) -> pl.DataFrame:
    first = (manifest.period.start - manifest.lookback_start).days
    last = (manifest.period.end - manifest.lookback_start).days
    near = track.with_row_index("seq").filter(pl.col("distance_m") <= max(radii_m))
    found = [
        _visits(near.filter(pl.col("distance_m") <= radius_m))
        .with_columns(date=(pl.col("started") - city.EPOCH_S) // DAY_S)
        .filter(pl.col("date").is_between(first, last))
        .group_by("device", "date")
        .agg(minutes=pl.col("dwell_s").max() / 60)
        .with_columns(radius_m=pl.lit(radius_m))
        for radius_m in radii_m
    ]
    return pl.concat(found)


def _visits(inside: pl.DataFrame) -> pl.DataFrame:
    """Return device, started and dwell_s of every run; a number missing in `seq` is a row outside."""
    follows = (
        (pl.col("seq").cast(pl.Int64).diff() == 1)
        & (pl.col("device") == pl.col("device").shift(1))
        & (pl.col("t").diff() <= GAP_S)
    )
    runs = inside.with_columns(run=(~follows.fill_null(value=False)).cum_sum())
    spans = runs.group_by("run").agg(
        pl.col("device").first(), pl.col("t").min().alias("started"), end=pl.col("t").max()
    )
    return spans.select("device", "started", dwell_s=pl.col("end") - pl.col("started"))


def _sightings(frame: pl.DataFrame, place: Place) -> pl.DataFrame:
    """Return device, t and distance_m of every sighting, in the order of each device."""
    distinct = frame["cell"].unique()
    lat, lng = np.array([cells.centre(cell) for cell in distinct]).T
    distances = pl.DataFrame({"cell": distinct, "distance_m": _distance_m(Points(lat=lat, lng=lng), place)})
    placed = frame.join(distances, on="cell").select("device", "distance_m", t="time")
    return placed.sort("device", "t")


def _distance_m(at: Points, place: Place) -> np.ndarray:
    return np.min([at.distance_m(*point) for point in place.shapes], axis=0)


def _moments(stays: pl.DataFrame, place: Place, radius_m: int) -> pl.DataFrame:
    """Return moments of the true stays of all devices ever within a radius: device, t, distance_m."""
    distance_m = _distance_m(Points(lat=stays["lat"].to_numpy(), lng=stays["lng"].to_numpy()), place)
    known = stays.select("device", "label", "start", "end").with_columns(distance_m=pl.Series(distance_m))
    ever = known.filter(pl.col("distance_m") <= radius_m).select("device").unique()
    known = known.join(ever, on="device").with_columns(routine=pl.col("label").cast(pl.String).is_in(ROUTINE))
    moments = known.with_columns(t=pl.concat_list(pl.int_ranges("start", "end", MOMENT_S), pl.col("end"))).explode("t")
    trips = (
        known.filter(~pl.col("routine"))
        .select("device", t=pl.col("start") - APART_S, away_until=pl.col("end") + APART_S)
        .sort("device", "t")
        .with_columns(pl.col("away_until").cum_max().over("device"))
    )
    placed = moments.sort("t").join_asof(trips.sort("t"), on="t", by="device", check_sortedness=False)
    truly = placed.filter(~pl.col("routine") | pl.col("away_until").is_null() | (pl.col("t") > pl.col("away_until")))
    return truly.sort("device", "t").select("device", "t", "distance_m")
