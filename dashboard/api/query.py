"""What a request may ask: every parameter, checked at the edge; one that is not known is an error."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Format = Literal["json", "arrow"]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
RELEASE = Field(default=None, description="Key of the release; the first one served if it is not given.")


class _Query(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(_Query):
    """A request without parameters."""


class OfRelease(_Query):
    """A request about a release."""

    release: str | None = RELEASE


class OfWindow(OfRelease):
    """A request about a place and dates."""

    site: str = Field(
        description="site_id of a place, or several with ~ between them; @lat,lng of a point, or corners likewise."
    )
    start: date = Field(description="First local date.")
    end: date = Field(description="Last local date, included.")


class OfRule(OfWindow):
    """A request about a rule."""

    radius_m: int = Field(gt=0, le=65_535, description="Radius in metres, one of the release's stops.")
    min_dwell_min: int = Field(ge=0, le=65_535, description="Minimum stay in minutes, one of the release's stops.")


class OfMatrix(OfWindow):
    """A request for every radius and stay of a place and dates."""

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
