"""What is asked over HTTP of a release, a place or a rule: every parameter, checked; an unknown one is an error."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
RELEASE = Field(default=None, description="Key of the release; the first one served if it is not given.")


class Query(BaseModel):
    """A question whose every parameter is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OfRelease(Query):
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

    radius_m: int = Field(ge=0, le=65_535, description="Radius in metres, one of the release's stops.")
    min_dwell_min: int = Field(ge=0, le=65_535, description="Minimum stay in minutes, one of the release's stops.")
