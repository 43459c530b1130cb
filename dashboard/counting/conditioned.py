"""A release as it answers under a condition: counted around places that were counted, and nothing else."""

from __future__ import annotations

from dashboard.errors import RuleError
from dashboard.language import _
from dashboard.place import DrawnArea, RulePlace
from dashboard.release.load import Release
from dashboard.release.resolve import counted_place, outlined_place


def under(release: Release, place: RulePlace, condition: str | None) -> Release:
    """Return what a release answers from for a place under a condition, by its id; the release itself for None.

    Other places have no bracket: who came twice to two places need not have come twice to either, and presence holds
    anyone. Raises RuleError for them, and for a condition that the release does not have.
    """
    if condition is None:
        return release
    known = [one.id for one in release.manifest.conditions]
    if condition not in known:
        msg = _("condition is {value}, expected {known}").format(
            value=repr(condition), known=", ".join(known) or _("none: the release was counted without conditions")
        )
        raise RuleError(msg, field="condition")
    outlined = outlined_place(release, place) if isinstance(place, DrawnArea) else None
    if release.reach is None or (counted_place(release, place) is None and outlined is None):
        msg = _("site is {site}, which was not counted: under a condition only places that were counted are answered")
        raise RuleError(msg.format(site=place), field="site")
    return release.under(condition)
