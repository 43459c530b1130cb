"""A small example worked by hand: three devices, two days. A test holds it against the builder and the counting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

FIRST, SECOND = date(2020, 6, 1), date(2020, 6, 2)
RADIUS_M = 500
STAYS_MIN = (0, 15)
MAX_GAP_MIN = 60
# The operator's market share, and persons per device.
SHARE, PERSONS = 0.5, 0.9


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One visit of `name`: its sightings inside the radius, and those outside right after it, by the clock."""

    name: str
    day: date
    inside: tuple[time, ...]
    outside: tuple[time, ...] = ()

    @property
    def stay_min(self) -> int:
        """Return last minus first sighting, in minutes."""
        first, *_, last = (self.inside[0], *self.inside)
        return 60 * (last.hour - first.hour) + last.minute - first.minute


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of reach: its date, minimum stay, days since the last qualifying date, and devices."""

    day: date
    min_dwell_min: int
    days_since: int | None
    devices: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A minimum stay and dates, and the devices that they flag."""

    min_dwell_min: int
    start: date
    end: date
    flagged: int


VISITS = (
    Visit(name="A", day=FIRST, inside=(time(9), time(9, 20))),
    Visit(name="A", day=SECOND, inside=(time(10), time(10, 30))),
    Visit(name="B", day=FIRST, inside=(time(11),)),
    Visit(name="B", day=FIRST, inside=(time(12, 30),)),
    Visit(name="C", day=SECOND, inside=(time(8), time(8, 10)), outside=(time(8, 20),)),
    Visit(name="C", day=SECOND, inside=(time(8, 30),)),
)
ROWS = (
    Row(day=FIRST, min_dwell_min=0, days_since=None, devices=2),
    Row(day=SECOND, min_dwell_min=0, days_since=None, devices=1),
    Row(day=SECOND, min_dwell_min=0, days_since=1, devices=1),
    Row(day=FIRST, min_dwell_min=15, days_since=None, devices=1),
    Row(day=SECOND, min_dwell_min=15, days_since=1, devices=1),
)
ASKED = (
    Asked(min_dwell_min=0, start=FIRST, end=SECOND, flagged=3),
    Asked(min_dwell_min=0, start=SECOND, end=SECOND, flagged=2),
    Asked(min_dwell_min=15, start=FIRST, end=SECOND, flagged=1),
)


def summed(asked: Asked) -> list[int]:
    """Return the devices of the rows that the formula adds up, in the order of ROWS."""
    return [
        row.devices
        for row in ROWS
        if row.min_dwell_min == asked.min_dwell_min
        and asked.start <= row.day <= asked.end
        and (row.days_since is None or (row.day - asked.start).days < row.days_since)
    ]
