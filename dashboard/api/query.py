"""What a request to the API may ask, beside a rule: every radius and stay, or device-hours by cell."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from dashboard.answers.query import Latitude, Longitude, OfRelease, OfRule, OfWindow, Query

Format = Literal["json", "arrow"]
_CONDITION = Field(default=None, description="One of the release's conditions, by its id; anyone if it is not given.")


class Nothing(Query):
    """A request without parameters."""


class OfCount(OfRule):
    """A request for the number of a rule, of anyone or under a condition."""

    condition: str | None = _CONDITION


class OfMatrix(OfWindow):
    """A request for every radius and stay of a place and dates."""

    condition: str | None = _CONDITION

    format: Format = Field(default="json", description="json, or arrow for an Arrow IPC stream.")


class OfPresence(OfRelease):
    """A request for device-hours by cell in a box of WGS-84 degrees."""

    south: Latitude
    west: Longitude
    north: Latitude
    east: Longitude
    start: date = Field(description="First local date.")
    end: date = Field(description="Last local date, included.")
    first_hour: int = Field(default=0, ge=0, le=23, description="First hour of the day.")
    last_hour: int = Field(default=24, ge=1, le=24, description="Hour of the day to stop before.")
    min_dwell_min: int = Field(default=0, ge=0, le=65_535, description="Stay bands from this lower edge on.")
    resolution: int | None = Field(
        default=None, ge=0, le=15, description="H3 resolution; the finest that fits if it is not given."
    )
    format: Format = Field(default="json", description="json, or arrow for an Arrow IPC stream.")

    @model_validator(mode="after")
    def _ordered(self) -> OfPresence:
        for low, high in (("south", "north"), ("west", "east"), ("start", "end"), ("first_hour", "last_hour")):
            if getattr(self, low) > getattr(self, high) or (low == "first_hour" and self.first_hour == self.last_hour):
                msg = f"{low} is {getattr(self, low)} and {high} {getattr(self, high)}, expected {low} before {high}"
                raise ValueError(msg)
        return self
