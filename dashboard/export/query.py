"""What an export may ask: the address of a page, and for the map the box that is in view."""

from __future__ import annotations

from pydantic import Field, model_validator

from dashboard.api.query import Latitude, Longitude, OfRule
from dashboard.counting.presence import Box
from dashboard.release.load import Release
from dashboard.ui.look import Look


class OfTable(OfRule):
    """The address of a page: a rule, and what is looked at."""

    focus: str | None = None
    hours: str | None = None
    layer: str | None = None

    def look(self, release: Release) -> Look:
        """Return what is looked at; raise ScopeError where the release does not hold it."""
        return Look.of(release, self.model_dump())


class OfMap(OfTable):
    """The address of a page, and the box of WGS-84 degrees that its map shows."""

    south: Latitude
    west: Longitude
    north: Latitude = Field(description="Above south.")
    east: Longitude = Field(description="East of west.")

    @property
    def box(self) -> Box:
        """Return south, west, north, east."""
        return self.south, self.west, self.north, self.east

    @model_validator(mode="after")
    def _ordered(self) -> OfMap:
        for low, high in (("south", "north"), ("west", "east")):
            if getattr(self, low) > getattr(self, high):
                msg = f"{low} is {getattr(self, low)} and {high} {getattr(self, high)}, expected {low} before {high}"
                raise ValueError(msg)
        return self
