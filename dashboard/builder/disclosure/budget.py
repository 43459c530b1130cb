"""Share one budget among the tables of a release, and say in the manifest what the noise is and whom it protects."""

from __future__ import annotations

import math

from dashboard.release.cost import Extent, Spread, account, asked, weights
from dashboard.release.disclosure import Noise, epsilon_of
from dashboard.release.manifest import Manifest

# d' = sqrt(2 rho) = 0.358: an attacker who knows all but whether one visit took place has an AUC of Phi(d' / sqrt 2),
# 0.60.
RHO = 0.064
DELTA = 1e-6
SHARES = {"reach": 0.75, "home": 0.10, "presence": 0.15}


def spread(extent: Extent, *, rho: float, by_home: bool, threshold: int) -> Spread:
    """Return the noise under which one visit of any device costs `rho` in all."""
    shares = SHARES if by_home else SHARES | {"reach": SHARES["reach"] + SHARES["home"]}
    visit = weights(extent)["visit"]
    presence_sd = math.sqrt(visit.presence / (2 * shares["presence"] * rho))
    return Spread(
        reach=math.sqrt(visit.reach / (2 * shares["reach"] * rho)),
        home=math.sqrt(visit.reach / (2 * shares["home"] * rho)) if by_home else None,
        presence=presence_sd,
        presence_threshold=max(threshold, _presence_threshold(presence_sd, max(visit.presence, extent.hours))),
    )


def noise(extent: Extent, on_rows: Spread) -> Noise:
    """Return what the manifest says of noise of a spread."""
    spent, conversion = account(on_rows, weights(extent)["visit"]), DELTA / 2
    rho = sum(one.rho for one in spent)
    return Noise(
        rho=rho,
        delta=sum(one.delta for one in spent) + conversion,
        epsilon=epsilon_of(rho, conversion),
        spent=spent,
        asked=asked(on_rows, extent, conversion),
        circles=extent.circles,
        reach_sd=on_rows.reach,
        home_sd=on_rows.home,
        presence_sd=on_rows.presence,
        presence_threshold=on_rows.presence_threshold,
    )


def planned(manifest: Manifest, extent: Extent, *, rho: float, by_home: bool) -> Noise:
    """Return the noise of a budget, as the manifest states it."""
    return noise(extent, spread(extent, rho=rho, by_home=by_home, threshold=manifest.disclosure.threshold))


def _presence_threshold(sd: float, rows: int) -> int:
    """Return a threshold that none of so many rows of one lone device passes, but with probability DELTA / 2.

    A count of 1 with discrete Gaussian noise reaches t with at most exp(-(t - 1)^2 / (2 sd^2)).
    """
    return math.ceil(1 + sd * math.sqrt(2 * math.log(rows / (DELTA / 2))))
