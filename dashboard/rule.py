"""The screening rule: the one question that the product answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dashboard.errors import RuleError
from dashboard.where import parse

FIELDS = ("site", "radius_m", "min_dwell_min", "start", "end")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Flag every device with a visit of `min_dwell_min` minutes within `radius_m` metres of `site`.

    `site` names places or draws an area (dashboard/where.py). A visit counts if it starts on a local date from `start`
    to `end`, both included.
    """

    site: str
    radius_m: int
    min_dwell_min: int
    start: date
    end: date

    def __post_init__(self) -> None:
        """Check what can be checked without a release."""
        parse(self.site)
        if self.radius_m <= 0:
            msg = f"radius_m is {self.radius_m}, expected metres above zero"
            raise RuleError(msg, field="radius_m")
        if self.min_dwell_min < 0:
            msg = f"min_dwell_min is {self.min_dwell_min}, expected minutes, zero or more"
            raise RuleError(msg, field="min_dwell_min")
        if self.start > self.end:
            msg = f"start {self.start} is after end {self.end}, expected start on or before end"
            raise RuleError(msg, field="start", nearest=self.end)

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> Rule:
        """Read a rule from a URL query or a stored dictionary; values may be text.

        Raises RuleError that names the part which is missing or does not parse.
        """
        return cls(
            site=str(_required(query, "site")),
            radius_m=_whole(query, "radius_m"),
            min_dwell_min=_whole(query, "min_dwell_min"),
            start=_date(query, "start"),
            end=_date(query, "end"),
        )

    def to_dict(self) -> dict[str, str | int]:
        """Return the rule as JSON values, in the order of the URL."""
        return {
            "site": self.site,
            "radius_m": self.radius_m,
            "min_dwell_min": self.min_dwell_min,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
        }

    def to_query(self) -> str:
        """Return the rule as a URL query, without the question mark."""
        return urlencode(self.to_dict())


def _required(query: Mapping[str, Any], field: str) -> Any:  # noqa: ANN401 a query holds text, a store holds JSON
    value = query.get(field)
    if value is None or value == "":
        msg = f"{field} is missing, expected a value for it"
        raise RuleError(msg, field=field)
    return value


def _whole(query: Mapping[str, Any], field: str) -> int:
    value = _required(query, field)
    try:
        return int(str(value))
    except ValueError:
        msg = f"{field} is {value!r}, expected a whole number"
        raise RuleError(msg, field=field) from None


def _date(query: Mapping[str, Any], field: str) -> date:
    value = _required(query, field)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        msg = f"{field} is {value!r}, expected a date as YYYY-MM-DD"
        raise RuleError(msg, field=field) from None
