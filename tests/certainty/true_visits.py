"""The demonstration city's truth around a place: each device's longest visit a date, measured and true."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.build.sightings import read
from dashboard.build.visits import near, visits
from dashboard.counting.certainty.expect import Counted, TrueVisit
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
    made = read(city.sightings(scale=scale).frame, time_zone=None, report=lambda _: None)
    measured = _longest(near(made, place, manifest.radii_m[-1]), manifest.radii_m, manifest)
    return Visits(
        measured=measured,
        true=_longest(_moments(city.stays(scale=scale), place, max(true_radii_m)), true_radii_m, manifest),
        manifest=manifest,
    )


def _longest(near_place: pl.DataFrame, radii_m: list[int] | tuple[int, ...], manifest: Manifest) -> pl.DataFrame:
    first = (manifest.period.start - manifest.lookback_start).days
    last = (manifest.period.end - manifest.lookback_start).days
    found = [
        visits(near_place.filter(pl.col("distance_m") <= radius_m), radius_m, GAP_S)
        .with_columns(date=(pl.col("started") - city.EPOCH_S) // DAY_S)
        .filter(pl.col("date").is_between(first, last))
        .group_by("device", "date")
        .agg(minutes=pl.col("dwell_s").max() / 60)
        .with_columns(radius_m=pl.lit(radius_m))
        for radius_m in radii_m
    ]
    return pl.concat(found)


def _moments(stays: pl.DataFrame, place: Place, radius_m: int) -> pl.DataFrame:
    """Return moments of the true stays of all devices ever within a radius, in the form of visits.near."""
    at = Points(lat=stays["lat"].to_numpy(), lng=stays["lng"].to_numpy())
    distance = np.min([at.distance_m(*point) for point in place.points], axis=0)
    known = stays.select("device", "label", "start", "end").with_columns(distance_m=pl.Series(distance))
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
    return (
        truly.sort("device", "t")
        .with_row_index("seq")
        .select("seq", "device", "t", "distance_m")
        .filter(pl.col("distance_m") <= radius_m)
    )
