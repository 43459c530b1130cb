"""The screening rule: the one question that the product answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dashboard.errors import RuleError
from dashboard.language import _
from dashboard.place import RulePlace, parse_place

FIELDS = ("site", "radius_m", "min_dwell_min", "start", "end")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Flag every device with a visit of `min_dwell_min` minutes within `radius_m` metres of `place`.

    An area has no radius: the visit is inside it. A visit counts if it starts on a local date from `start` to `end`,
    both included. In a URL, a store and JSON the place is the text `site` (dashboard/place.py).
    """

    place: RulePlace
    radius_m: int
    min_dwell_min: int
    start: date
    end: date

    def __post_init__(self) -> None:
        """Check what can be checked without a release."""
        if self.radius_m < 0:
            msg = _("radius_m is {value}, expected metres, zero or more").format(value=self.radius_m)
            raise RuleError(msg, field="radius_m")
        if self.min_dwell_min < 0:
            msg = _("min_dwell_min is {value}, expected minutes, zero or more").format(value=self.min_dwell_min)
            raise RuleError(msg, field="min_dwell_min")
        if self.start > self.end:
            msg = out_of_order(self.start, self.end)
            raise RuleError(msg, field="start", nearest=self.end)

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> Rule:
        """Read a rule from a URL query or a stored dictionary; values may be text.

        Raises RuleError that names the part which is missing or does not parse.
        """
        return cls.of_place(parse_place(str(_required(query, "site"))), query)

    @classmethod
    def of_place(cls, place: RulePlace, query: Mapping[str, Any]) -> Rule:
        """Read the rest of a rule of a place, as `from_query`."""
        return cls(
            place=place,
            radius_m=_whole(query, "radius_m"),
            min_dwell_min=_whole(query, "min_dwell_min"),
            start=_date(query, "start"),
            end=_date(query, "end"),
        )

    def to_dict(self) -> dict[str, str | int]:
        """Return the rule as JSON values, in the order of the URL."""
        return {
            "site": str(self.place),
            "radius_m": self.radius_m,
            "min_dwell_min": self.min_dwell_min,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
        }

    def to_query(self) -> str:
        """Return the rule as a URL query, without the question mark."""
        return urlencode(self.to_dict())


def out_of_order(start: object, end: object) -> str:
    """Return what is wrong with dates of which the first is after the last."""
    return _("start {start} is after end {end}, expected start on or before end").format(start=start, end=end)


def no_date(field: str, value: object) -> str:
    """Return what is wrong with a part of a rule that is no date."""
    return _("{field} is {value}, expected a date as YYYY-MM-DD").format(field=field, value=repr(value))


def _required(query: Mapping[str, Any], field: str) -> Any:  # noqa: ANN401 a query holds text, a store holds JSON
    value = query.get(field)
    if value is None or value == "":
        msg = _("{field} is missing, expected a value for it").format(field=field)
        raise RuleError(msg, field=field)
    return value


def _whole(query: Mapping[str, Any], field: str) -> int:
    value = _required(query, field)
    try:
        return int(str(value))
    except ValueError:
        msg = _("{field} is {value}, expected a whole number").format(field=field, value=repr(value))
        raise RuleError(msg, field=field) from None


def _date(query: Mapping[str, Any], field: str) -> date:
    value = _required(query, field)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        msg = no_date(field, value)
        raise RuleError(msg, field=field) from None
