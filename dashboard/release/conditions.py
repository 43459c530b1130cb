"""Conditions: what a device that qualifies has to meet beside place, radius and stay, counted apart from anyone.

Of a visit that begins on a date, those of a condition are a part, so that on every date, and in every window, a
condition counts no more devices than are counted of anyone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from dashboard.language import mark
from dashboard.release.disclosure import Part
from dashboard.release.line import Line

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_CONDITIONS = 20
MOST_VISITS = 9
_HOURS = re.compile(r"(\d\d)-(\d\d)")
_HOURS_A_DAY = 24


class HomeAsked(Part):
    """Where the home of a device has to be: one of the four."""

    within_m: Annotated[
        int | None,
        Field(ge=0, le=100_000, description="At most so many metres from the place; a home that is not known is not."),
    ] = None
    beyond_m: Annotated[
        int | None,
        Field(ge=0, le=100_000, description="Farther from the place, in metres; a home that is not known is, too."),
    ] = None
    districts: Annotated[list[Line] | None, Field(min_length=1, description="In one of these, by their codes.")] = None
    outside: Annotated[Literal[True] | None, Field(description="In no district, or not known.")] = None

    @model_validator(mode="after")
    def _asks_one_thing(self) -> HomeAsked:
        asked = [name for name, value in self if value is not None]
        if len(asked) != 1:
            msg = mark(
                "home asks for {asked}, expected one of within_m, beyond_m, districts and outside",
                asked=", ".join(asked) or mark("nothing"),
            )
            raise ValueError(msg)
        return self

    @property
    def by_distance(self) -> bool:
        """Say whether it asks how far the home lies from the place."""
        return self.within_m is not None or self.beyond_m is not None


class Condition(Part):
    """What devices have to meet, all of it, to be counted under a condition."""

    id: Annotated[str, Field(pattern="^[a-z0-9][a-z0-9_-]{0,39}$", description="Its code, in `condition` of a row.")]
    name: Annotated[Line, Field(min_length=1, max_length=60, description="What people call it: `At night`.")]
    name_zh: Annotated[
        Line | None, Field(min_length=1, max_length=60, description="The same in Chinese; null for `name`.")
    ] = None
    hours: Annotated[
        str | None,
        Field(
            description="Local hours such as `22-06`, from the first on and before the second, over midnight where it "
            "is the smaller. Of a visit, only parts within them count: longest runs of neighbouring sightings that all "
            "lie within; a part has to be as long as the stay. The visit keeps the date on which it starts as a whole."
        ),
    ] = None
    weekdays: Annotated[
        list[Weekday] | None,
        Field(min_length=1, description="Local days of the week, of each sighting; as `hours`, and both at once."),
    ] = None
    activity: Annotated[
        list[Line] | None,
        Field(
            min_length=1,
            max_length=16,
            description="Values of the sightings' column activity, such as `call`: the visit, or the part of it within "
            "`hours` and `weekdays`, holds at least one sighting with one of them.",
        ),
    ] = None
    home: Annotated[HomeAsked | None, Field(description="Where the device is at home.")] = None
    min_visits: Annotated[
        int | None,
        Field(
            ge=2,
            le=MOST_VISITS,
            description="The device qualifies on a date only from the so many-th on of the dates since the manifest's "
            "`lookback_start` on which it does all else (the same place, radius and stay). So a window counts who came "
            "in it for the so many-th time or a later one; a window that begins on `lookback_start`, who came on so "
            "many of its dates.",
        ),
    ] = None

    @field_validator("hours")
    @classmethod
    def _are_hours(cls, hours: str | None) -> str | None:
        if hours is None:
            return None
        found = _HOURS.fullmatch(hours)
        first, end = (int(found[1]), int(found[2])) if found else (0, 0)
        if not found or first >= _HOURS_A_DAY or end > _HOURS_A_DAY or first == end % _HOURS_A_DAY:
            msg = mark("hours are {hours}, expected two hours that differ, such as 09-17 or 22-06", hours=repr(hours))
            raise ValueError(msg)
        return hours

    @model_validator(mode="after")
    def _asks_something(self) -> Condition:
        if all(value is None for value in (self.hours, self.weekdays, self.activity, self.home, self.min_visits)):
            msg = mark(
                "condition {condition} asks for nothing, expected hours, weekdays, activity, home or min_visits",
                condition=self.id,
            )
            raise ValueError(msg)
        for field in ("weekdays", "activity"):
            values = getattr(self, field) or []
            if len(set(values)) < len(values):
                msg = mark("{field} are {values}, expected each once", field=field, values=", ".join(values))
                raise ValueError(msg)
        return self

    @property
    def span(self) -> tuple[int, int] | None:
        """Return the first hour and the one before which it ends, None for all."""
        return None if self.hours is None else (int(self.hours[:2]), int(self.hours[3:]) % _HOURS_A_DAY)

    @property
    def timed(self) -> bool:
        """Say whether only parts of visits count."""
        return self.hours is not None or self.weekdays is not None


def apart(conditions: Sequence[Condition]) -> list[Condition]:
    """Return conditions as they are; raise ValueError where two have an id, a name or what they ask in common."""
    if len(conditions) > MOST_CONDITIONS:
        msg = mark("there are {found} conditions, expected {most} at most", found=len(conditions), most=MOST_CONDITIONS)
        raise ValueError(msg)
    for number, one in enumerate(conditions):
        for other in conditions[:number]:
            if one.id == other.id:
                msg = mark("two conditions have the id {id}, expected each to have its own", id=repr(one.id))
                raise ValueError(msg)
            if {one.name, one.name_zh or one.name} & {other.name, other.name_zh or other.name}:
                msg = mark(
                    "conditions {one} and {other} have the same name, expected each to have its own",
                    one=other.id,
                    other=one.id,
                )
                raise ValueError(msg)
            if asks(one) == asks(other):
                msg = mark(
                    "conditions {one} and {other} ask for the same, expected one of them", one=other.id, other=one.id
                )
                raise ValueError(msg)
    return list(conditions)


def asks(condition: Condition) -> dict[str, object]:
    """Return what a condition asks for, whatever it is called."""
    asked = condition.model_dump(exclude={"id", "name", "name_zh"}, exclude_none=True)
    return {name: sorted(value) if isinstance(value, list) else value for name, value in asked.items()}
