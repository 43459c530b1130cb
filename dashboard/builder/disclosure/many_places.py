"""Say what is told of all that a device does on one date, where places are many, and what would hold it down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.builder.disclosure.budget import RHO, planned
from dashboard.release.cost import Extent
from dashboard.release.disclosure import Noise, Who, auc_of
from dashboard.release.manifest import Manifest
from dashboard.release.spots import circles_at_a_spot
from dashboard.site import Place

_NOTED = 1.2  # times the budget of a visit, from which it is said


def date_warning(
    manifest: Manifest, places: Sequence[Place], extent: Extent, *, rho: float, by_home: bool
) -> str | None:
    """Return how surely all of one date is told around all places, where that is more than of one visit; else None.

    What brings it down to a visit's by default is a smaller rho, at more noise, and fewer radii and stays, at none.
    """
    noise = planned(manifest, extent, rho=rho, by_home=by_home)
    date, visit = (_rho_of(noise, who) for who in ("date", "visit"))
    if date <= max(visit, RHO) * _NOTED:
        return None
    smaller = rho * RHO / date
    times = (date / RHO) ** 0.5
    return (
        f"Note: one visit is told with an AUC of {auc_of(visit):.2f}, all that a device does on one date around the "
        f"{len(places)} places with {auc_of(date):.2f} at most; --rho {smaller:.2g} makes that {auc_of(RHO):.2f}, with "
        f"{times:.1f} times the noise{_fewer(manifest, places, extent, noise.reach_sd, rho, by_home=by_home)}."
    )


def _fewer(  # noqa: PLR0913 what is counted, and how noisy it is
    manifest: Manifest, places: Sequence[Place], extent: Extent, sd: float, rho: float, *, by_home: bool
) -> str:
    """Return which radii and stays leave no more noise than there is once all of a date is told as a visit is."""
    said = ""
    for radii, stays in _coarser(manifest):
        fewer = replace(extent, radii=len(radii), stays=len(stays), circles=circles_at_a_spot(places, radii))
        date = _rho_of(planned(manifest, fewer, rho=rho, by_home=by_home), "date")
        found = planned(manifest, fewer, rho=rho * RHO / date, by_home=by_home)
        said = (
            f", or {found.reach_sd / sd:.1f} times with the radii {_listed(radii)} m and the stays {_listed(stays)} min"
            f" alone (--rho {found.rho:.2g})"
        )
        if found.reach_sd <= sd:
            break
    return said


def _coarser(manifest: Manifest) -> Iterator[tuple[list[int], list[int]]]:
    """Yield lists of fewer and fewer radii, the widest among them, and stays, the shortest among them."""
    radii, stays = manifest.radii_m, manifest.min_dwell_min
    every = [(2, 1), (2, 2), (3, 2), (4, 3), (6, 4), (len(radii), len(stays))]
    for by_radius, by_stay in every:
        yield radii[::-1][::by_radius][::-1], stays[::by_stay]


def _listed(stops: Sequence[int]) -> str:
    return ",".join(map(str, stops))


def _rho_of(noise: Noise, who: Who) -> float:
    return next(one.rho for one in noise.asked if one.who == who)
