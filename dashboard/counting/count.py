"""The answer to a rule: counted where the release has reach, else bracketed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dashboard.counting.bracket import bracket_matrix
from dashboard.counting.interval import Estimate, Method
from dashboard.counting.matrix import Matrix
from dashboard.counting.people import people
from dashboard.counting.reach import matrix
from dashboard.release.ask import check_rule
from dashboard.release.load import Release
from dashboard.rule import Rule


@dataclass(frozen=True, kw_only=True)
class Count:
    """Devices and people that a rule flags, how they were found, and the rows withheld behind them.

    `people` is None where the release does not say how many people a device stands for.
    """

    rule: Rule
    method: Method
    devices: Estimate
    people: Estimate | None
    withheld_rows: int

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON values: method, devices, people (or None), withheld_rows, rule."""
        return {
            "method": self.method,
            "devices": asdict(self.devices),
            "people": None if self.people is None else asdict(self.people),
            "withheld_rows": self.withheld_rows,
            "rule": self.rule.to_dict(),
        }


def count(release: Release, rule: Rule) -> Count:
    """Return the answer of a release to a rule.

    Raises RuleError for a rule that the release cannot answer, ScopeError for a release without reach and presence.
    """
    check_rule(release, rule)
    answers = matrix_of(release, rule.site, rule.start, rule.end)
    devices = answers.at(rule.radius_m, rule.min_dwell_min)
    return Count(
        rule=rule,
        method=answers.method,
        devices=devices,
        people=people(release.manifest, devices),
        withheld_rows=answers.withheld_at(rule.radius_m, rule.min_dwell_min),
    )


def matrix_of(release: Release, site: str, start: date, end: date) -> Matrix:
    """Return the answers to every radius and stay: counted from reach, or bracketed from presence without it."""
    by = matrix if release.reach is not None else bracket_matrix
    return by(release, site, start, end)
