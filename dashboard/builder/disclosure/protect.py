"""Protect exact counts before they leave the operator: by a threshold alone, or by noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from dashboard.builder.disclosure.budget import planned
from dashboard.builder.disclosure.gaussian import Draw, secure
from dashboard.builder.disclosure.measured import measured
from dashboard.builder.disclosure.noisy import noisy_presence, noisy_reach
from dashboard.builder.disclosure.threshold import withhold
from dashboard.builder.ledger import Account, entry_of
from dashboard.errors import InputError
from dashboard.release.cost import Extent
from dashboard.release.disclosure import Noise
from dashboard.release.manifest import Manifest
from dashboard.release.tables import CONDITION
from dashboard.site import Place

_MOST_RHO = 10.0


@dataclass(frozen=True, kw_only=True)
class Protection:
    """How to protect: with noise under which one visit costs `rho` (zCDP), or without where it is None.

    What noise costs is written down in an `account`, if there is one.
    """

    rho: float | None = None
    account: Account | None = None

    def __post_init__(self) -> None:
        """Check that the budget is one."""
        if self.rho is not None and not 0 < self.rho <= _MOST_RHO:
            msg = f"rho is {self.rho:g}, expected above 0 and up to {_MOST_RHO}: the smaller, the more noise"
            raise InputError(msg)
        if self.rho is None and self.account is not None:
            msg = "a ledger is given without noise, which spends nothing, expected --noise or no --ledger"
            raise InputError(msg)

    def check_account(self, manifest: Manifest) -> None:
        """Raise InputError where a date of the manifest's period would spend more than it may."""
        if self.account is not None and self.rho is not None:
            self.account.check(manifest.period, self.rho)

    def fitting(self, manifest: Manifest) -> Manifest:
        """Return the manifest to count by: under noise nothing before the period is looked back to.

        What came before decides no count of a window of the period, and each date looked back to would add noise.
        """
        return manifest if self.rho is None else manifest.model_copy(update={"lookback_start": manifest.period.start})


THRESHOLD_ONLY = Protection()


@dataclass(frozen=True, kw_only=True)
class Tables:
    """The counts of a release, presence by date; reach_by_home is None where no homes were given."""

    reach: pl.DataFrame
    reach_by_home: pl.DataFrame | None
    presence: Mapping[date, pl.DataFrame]


def protect(  # noqa: PLR0913 what was counted, where, how
    exact: Tables,
    places: Sequence[Place],
    manifest: Manifest,
    protection: Protection,
    *,
    homes: Sequence[str] = (),
    out: Path = Path(),
    draw: Draw = secure,
) -> tuple[Tables, Manifest]:
    """Return counts that may leave the operator, and the manifest that says how they were protected.

    `homes` are all that a device can have, whoever came; under noise each has its rows. Before any is drawn, it is
    written down as spent on the release `out`.
    """
    by_home = exact.reach_by_home
    if protection.rho is None:
        threshold = manifest.disclosure.threshold
        withheld = Tables(
            reach=withhold(exact.reach, threshold),
            reach_by_home=None if by_home is None else withhold(by_home, threshold),
            presence={day: withhold(rows, threshold) for day, rows in exact.presence.items()},
        )
        return withheld, manifest
    extent = Extent.of(manifest, places)
    noise = planned(manifest, extent, rho=protection.rho, by_home=by_home is not None)
    stated = _stating(noise, manifest)
    if protection.account is not None:
        protection.account.spend(entry_of(stated, out, len(places)))
    among: dict[str, list[str | None]] = {"site_id": [place.site_id for place in places]}
    if manifest.conditions:
        among[CONDITION] = [None, *(condition.id for condition in manifest.conditions)]
    noisy = Tables(
        reach=noisy_reach(exact.reach, noise.reach_sd, manifest, among=among, draw=draw),
        reach_by_home=None,
        presence={
            day: noisy_presence(rows, noise.presence_sd, noise.presence_threshold, draw=draw)
            for day, rows in exact.presence.items()
        },
    )
    if by_home is not None and noise.home_sd is not None:
        split = noisy_reach(by_home, noise.home_sd, manifest, among={**among, "home": list(homes)}, draw=draw)
        noisy = replace(noisy, reach_by_home=split)
    return noisy, _stating(measured(noise, extent, draw), manifest)


def _stating(noise: Noise, manifest: Manifest) -> Manifest:
    return manifest.model_copy(update={"disclosure": manifest.disclosure.model_copy(update={"noise": noise})})
