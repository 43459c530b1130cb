"""Share one budget among the tables of a release, and say in the manifest what the noise is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboard.builder.disclosure.fit import Fit, fitted
from dashboard.builder.disclosure.mechanism import Mechanism
from dashboard.release.disclosure import Noise, epsilon_of
from dashboard.release.manifest import Manifest

# d' = sqrt(2 rho) = 0.358: an attacker who knows all but one visitor of one day has an AUC of Phi(d' / sqrt 2) = 0.60.
RHO = 0.064
DELTA = 1e-6
PLACES = 5

_HOURS = 25  # of the date on which the clock is put back
_SHARES = {"reach": 0.5, "home": 0.2, "presence": 0.299, "clipped": 0.001}


@dataclass(frozen=True, kw_only=True)
class Mechanisms:
    """The noise of a release: on reach, on reach_by_home (None without it), and the sigmas on what else is counted.

    These are the rows of presence, and the number of devices' dates that were clipped.
    """

    reach: Mechanism
    home: Mechanism | None
    presence_sd: float
    presence_threshold: int
    clipped_sd: float

    @property
    def noise(self) -> Noise:
        """What the manifest says of it."""
        # A date of a device adds one to what was clipped, or nothing.
        other_rho = _HOURS / (2 * self.presence_sd**2) + 1 / (2 * self.clipped_sd**2)
        around = [self.reach] if self.home is None else [self.reach, self.home]
        rho = other_rho + sum(mechanism.rho for mechanism in around)
        rho_day = other_rho + sum(mechanism.rho_day for mechanism in around)
        return Noise(
            rho=rho,
            rho_day=rho_day,
            delta=DELTA,
            epsilon=epsilon_of(rho, DELTA),
            epsilon_day=epsilon_of(rho_day, DELTA),
            places=self.reach.places,
            reach_sd=self.reach.row_sd.tolist(),
            home_sd=None if self.home is None else self.home.row_sd.tolist(),
            presence_sd=self.presence_sd,
            presence_threshold=self.presence_threshold,
        )


def mechanisms(manifest: Manifest, *, rho: float, places: int, by_home: bool, fit: Fit = fitted) -> Mechanisms:
    """Return the noise under which the visits and the presence of a device that comes on one date cost `rho` in all.

    `places` bounds the places that a device counts at on one date. Raises InputError for stops that noise cannot be
    fitted to.
    """
    shares = _SHARES if by_home else _SHARES | {"reach": _SHARES["reach"] + _SHARES["home"]}
    radii, stays = len(manifest.radii_m), len(manifest.min_dwell_min)
    around = {
        name: Mechanism.of(radii=radii, stays=stays, places=places, rho=shares[name] * rho, fit=fit)
        for name in (("reach", "home") if by_home else ("reach",))
    }
    presence_sd = math.sqrt(_HOURS / (2 * shares["presence"] * rho))
    return Mechanisms(
        reach=around["reach"],
        home=around.get("home"),
        presence_sd=presence_sd,
        presence_threshold=max(manifest.disclosure.threshold, _presence_threshold(presence_sd)),
        clipped_sd=math.sqrt(1 / (2 * shares["clipped"] * rho)),
    )


def _presence_threshold(sd: float) -> int:
    """Return a threshold that none of a device's lone rows of a date passes, but with probability DELTA.

    A count of 1 with discrete Gaussian noise reaches t with at most exp(-(t - 1)^2 / (2 sd^2)).
    """
    return math.ceil(1 + sd * math.sqrt(2 * math.log(_HOURS / DELTA)))
