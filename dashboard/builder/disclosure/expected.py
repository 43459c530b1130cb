"""Say before the long read how far the noise will put counts off, and refuse a budget that leaves no answer useful."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.builder.disclosure.budget import planned
from dashboard.builder.disclosure.many_places import date_warning
from dashboard.builder.disclosure.protect import Protection
from dashboard.builder.progress import Report
from dashboard.errors import InputError
from dashboard.release.cost import Extent
from dashboard.release.manifest import Manifest
from dashboard.release.spots import circles_at_a_spot
from dashboard.site import Place

_USELESS = 10_000  # devices: as many as a large market's
_Z_95 = 1.96


def tell_noise(
    manifest: Manifest, places: Sequence[Place], protection: Protection, *, by_home: bool, report: Report
) -> None:
    """Report how wide the intervals of one date will be; raise InputError where all would be useless."""
    if protection.rho is None:
        return
    extent = _of_one_date(manifest, places)
    noise = planned(manifest, extent, rho=protection.rho, by_home=by_home)
    off = _Z_95 * noise.reach_sd
    remedy = _narrower(manifest, places, extent)
    if off > _USELESS:
        # The variance goes with 1 / rho.
        msg = (
            f"rho is {protection.rho:g}: a count of one date would be off by up to {off:,.0f} devices, 19 times in 20, "
            f"expected {_USELESS:,} at most: give rho {protection.rho * (off / _USELESS) ** 2:.2g} or more{remedy}"
        )
        raise InputError(msg)
    report(f"Noise: a count of one date is off by up to {off:,.0f} devices, 19 times in 20{remedy}.")
    warning = date_warning(manifest, places, extent, rho=protection.rho, by_home=by_home)
    if warning is not None:
        report(warning)


def _of_one_date(manifest: Manifest, places: Sequence[Place]) -> Extent:
    """Return the extent of a release of which the dates are not known yet: what a row's noise is does not need them."""
    return Extent(
        radii=len(manifest.radii_m),
        stays=len(manifest.min_dwell_min),
        dates=2,
        places=len(places),
        circles=circles_at_a_spot(places, manifest.radii_m),
        hours=24,
        conditions=len(manifest.conditions),
    )


def _narrower(manifest: Manifest, places: Sequence[Place], extent: Extent) -> str:
    """Return by how much places that lie near each other widen the noise, and what to drop; nothing where none do."""
    times = (extent.circles / extent.radii) ** 0.5
    if len(places) < 2 or times < 1.1:
        return ""
    said = f" ({len(places)} places, of which many lie near each other: {times:.1f} times as wide as around one alone"
    if extent.radii == 1:
        return f"{said})"
    fewer = circles_at_a_spot(places, manifest.radii_m[:-1])
    return f"{said}, {(fewer / extent.radii) ** 0.5:.1f} times without the radius of {manifest.radii_m[-1]:,} m)"
