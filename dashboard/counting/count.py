"""The answer to a rule: counted where the release counted its place, else bracketed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from dashboard.counting.bracket import presence_matrix
from dashboard.counting.bracket_matrix import BracketMatrix, Ends
from dashboard.counting.interval import Estimate, Method
from dashboard.counting.matrix import Matrix
from dashboard.counting.people import people
from dashboard.counting.reach import matrix
from dashboard.counting.uncounted import drawn_matrix
from dashboard.counting.union import union_matrix
from dashboard.errors import RuleError
from dashboard.language import _
from dashboard.place import Drawn, DrawnArea, NamedPlace, RulePlace
from dashboard.release.answerable import check_rule
from dashboard.release.load import Release
from dashboard.release.resolve import counted_place, outlined_place
from dashboard.rule import Rule


@dataclass(frozen=True, kw_only=True)
class Count:
    """Devices and people that a rule flags, how they were found, and the rows withheld behind them.

    `people` is None where the release does not say how many people a device stands for; `ends` says what bounds a
    place that nobody counted, and is None for all others.
    """

    rule: Rule
    method: Method
    devices: Estimate
    people: Estimate | None
    withheld_rows: int
    ends: Ends | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON values: method, devices, people (or None), withheld_rows, rule, bounded_by."""
        return {
            "method": self.method,
            "devices": asdict(self.devices),
            "people": None if self.people is None else asdict(self.people),
            "withheld_rows": self.withheld_rows,
            "rule": self.rule.to_dict(),
            "bounded_by": None if self.ends is None else asdict(self.ends),
        }


def count(release: Release, rule: Rule) -> Count:
    """Return the answer of a release to a rule.

    Raises RuleError for a rule that the release cannot answer or a place that nothing bounds, ScopeError for a release
    without reach and presence.
    """
    check_rule(release, rule)
    answers = matrix_of(release, rule.place, rule.start, rule.end)
    if rule.radius_m not in answers.radii_m:
        raise _not_bounded(rule, answers.radii_m)
    devices = answers.at(rule.radius_m, rule.min_dwell_min)
    return Count(
        rule=rule,
        method=answers.method,
        devices=devices,
        people=people(release.manifest, devices),
        withheld_rows=answers.withheld_at(rule.radius_m, rule.min_dwell_min),
        ends=answers.ends_at(rule.radius_m, rule.min_dwell_min) if isinstance(answers, BracketMatrix) else None,
    )


def matrix_of(release: Release, place: RulePlace, start: date, end: date) -> Matrix:
    """Return the answers to every radius and stay: counted where the place was counted, else a bracket.

    Several places that were not counted together, and places drawn on the map (but for an area that is the boundary of
    a counted place), are a BracketMatrix, whose radii are
    those that something bounds. Without reach every answer is bracketed from presence.
    """
    radius_m, stay = release.manifest.radii_m[0], release.manifest.min_dwell_min[0]
    check_rule(release, Rule(place=place, radius_m=radius_m, min_dwell_min=stay, start=start, end=end))
    counted = counted_place(release, place)
    if counted is not None:
        named = NamedPlace(site_id=counted.site_id)
        return (presence_matrix if release.reach is None else matrix)(release, named, start, end)
    outlined = outlined_place(release, place) if isinstance(place, DrawnArea) else None
    if outlined is not None and release.reach is not None:
        return _inside(matrix(release, NamedPlace(site_id=outlined.site_id), start, end))
    if isinstance(place, Drawn):
        return drawn_matrix(release, place, start, end)
    return (presence_matrix if release.reach is None else union_matrix)(release, place, start, end)


def _inside(counted: Matrix) -> Matrix:
    """Return the matrix of an area whose radius does not matter: every row is that of the radius 0."""
    rows = len(counted.radii_m)
    entries: dict[str, Any] = {
        name: None if values is None else np.tile(values[:1], (rows, 1))
        for name in ("low", "mid", "high", "withheld", "unseen")
        for values in [getattr(counted, name)]
    }
    return replace(counted, **entries)


def _not_bounded(rule: Rule, radii_m: Sequence[int]) -> RuleError:
    if not radii_m:
        msg = _("nothing that was counted bounds site {site}, ask the operator for a count of it")
        msg = msg.format(site=rule.place)
        return RuleError(msg, field="site")
    msg = _("nothing that was counted bounds {radius_m} m around site {site}, expected {most_m} m or less").format(
        radius_m=rule.radius_m, site=rule.place, most_m=radii_m[-1]
    )
    return RuleError(msg, field="radius_m", nearest=radii_m[-1])
