"""What the noise of a release costs: how many rows one person can change by one, and what that tells of whom.

A device adds one to a row of reach for each date on which it qualifies: (place, radius, stay, date, previous date).
Taking one of its dates out takes away the row that ends on it and the row that begins on it, and adds the row from its
previous to its next: three rows for each place, radius and stay, whatever its track, two dates after one another or
not. All of a device's dates out takes one row for each. Presence has a row for each hour.

A condition counts the same once more: a visit counts under it on the visit's own date, or not at all, and one date less
is one date less under the condition, at most (of `min_visits`, too: the first that counts falls away).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dashboard.release.disclosure import Asked, Noise, Spent, Who, auc_of, epsilon_of
from dashboard.release.manifest import Manifest, Period
from dashboard.release.spots import circles_at_a_spot
from dashboard.site import Place

_ROWS = 3
_VISIT = 2 * 13  # twelve hours lie in up to 13 hours of the clock; spent elsewhere, each changes two rows
_QUARTER = timedelta(minutes=15)  # clocks have been set by quarters of an hour since 1972


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much a release counts: radii, stays, dates, places, and the circles of `circles_at_a_spot`.

    `hours` are those of its longest date. `conditions` are counted beside anyone.
    """

    radii: int
    stays: int
    dates: int
    places: int
    circles: int
    hours: int
    conditions: int = 0

    @classmethod
    def of(cls, manifest: Manifest, places: Iterable[Place]) -> Extent:
        """Return the extent of a release."""
        listed = list(places)
        return cls(
            radii=len(manifest.radii_m),
            stays=len(manifest.min_dwell_min),
            dates=(manifest.period.end - manifest.period.start).days + 1,
            places=len(listed),
            circles=circles_at_a_spot(listed, manifest.radii_m),
            hours=longest_date(manifest.time_zone, manifest.period),
            conditions=len(manifest.conditions),
        )

    @property
    def stops(self) -> int:
        """The stays that are counted, of anyone and again under each condition: a device may meet them all."""
        return self.stays * (1 + self.conditions)

    @property
    def rows(self) -> int:
        """The rows of a place, radius and stay that one date of a device changes at most."""
        return _ROWS if self.dates > 1 else 1


@dataclass(frozen=True, kw_only=True)
class Weight:
    """How many rows of reach and of presence change by one at most."""

    reach: int
    presence: int


def longest_date(time_zone: str, period: Period) -> int:
    """Return how often the clock strikes a whole hour on the date of a period on which it does most often.

    24, but where it is put back: by two hours in Antarctica/Troll every year, by seven in Antarctica/Vostok in 1994.
    """
    zone = ZoneInfo(time_zone)
    moment = datetime.combine(period.start - timedelta(days=2), time(), UTC)
    end = datetime.combine(period.end + timedelta(days=2), time(), UTC)
    struck: Counter[date] = Counter()
    while moment < end:
        local = moment.astimezone(zone)
        struck[local.date()] += local.minute == 0
        moment += _QUARTER
    return max(hours for day, hours in struck.items() if period.start <= day <= period.end)


def weights(extent: Extent) -> dict[Who, Weight]:
    """Return what the persons of `Asked` weigh; a visit is up to twelve hours at one spot."""
    at_a_spot, everywhere = extent.circles * extent.stops, extent.radii * extent.stops * extent.places
    return {
        "visit": Weight(reach=extent.rows * at_a_spot, presence=_VISIT),
        "date": Weight(reach=extent.rows * everywhere, presence=extent.hours),
        "daily": Weight(reach=extent.dates * at_a_spot, presence=extent.dates * _VISIT),
        "network": Weight(reach=extent.dates * everywhere, presence=extent.dates * extent.hours),
    }


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The standard deviations of the noise on a row of each table (None: no such table), and what presence leaves out.

    Presence holds no count under `presence_threshold`.
    """

    reach: float
    home: float | None
    presence: float
    presence_threshold: int

    @classmethod
    def of(cls, noise: Noise) -> Spread:
        """Return what a manifest states."""
        return cls(
            reach=noise.reach_sd,
            home=noise.home_sd,
            presence=noise.presence_sd,
            presence_threshold=noise.presence_threshold,
        )


def account(spread: Spread, weight: Weight) -> list[Spent]:
    """Return what a weight costs, by table: n rows changed by one under noise of sd s cost n / (2 s^2).

    A row of presence that one device alone is in is there with a chance of exp(-(t - 1)^2 / (2 s^2)) at most, the tail
    of discrete Gaussian noise (Canonne, Kamath and Steinke, 2020).
    """
    around = {"reach": spread.reach} | ({} if spread.home is None else {"reach_by_home": spread.home})
    passes = math.exp(-((spread.presence_threshold - 1) ** 2) / (2 * spread.presence**2))
    return [
        *(Spent(table=table, rho=weight.reach / (2 * sd**2), delta=0) for table, sd in around.items()),
        Spent(
            table="presence",
            rho=weight.presence / (2 * spread.presence**2),
            delta=min(0.5, weight.presence * passes),
        ),
    ]


def asked(spread: Spread, extent: Extent, conversion: float) -> list[Asked]:
    """Return how surely each question of `Asked` is answered; `conversion` is the delta of epsilon alone."""
    found = []
    for who, weight in weights(extent).items():
        spent = account(spread, weight)
        rho, delta = sum(one.rho for one in spent), sum(one.delta for one in spent)
        found.append(
            Asked(who=who, rho=rho, delta=delta + conversion, epsilon=epsilon_of(rho, conversion), auc=auc_of(rho))
        )
    return found
