"""What an export may ask: the address of a page, and for the map the box that is in view."""

from __future__ import annotations

from typing import Literal
from urllib.parse import parse_qsl

from pydantic import Field, model_validator

from dashboard.answers.assumed import Assumed
from dashboard.answers.nearest import sound
from dashboard.answers.query import Latitude, Longitude, OfRelease, OfRule
from dashboard.answers.selection import Selection
from dashboard.answers.side_by_side import NAMES
from dashboard.counting.in_view import Box
from dashboard.export.names import digest
from dashboard.language import LANGUAGES
from dashboard.release.load import Release
from dashboard.rule import Rule

LANG = Field(default=None, description=f"One of {', '.join(LANGUAGES)}.")


class OfTable(OfRule):
    """The address of a page: a rule, what is looked at, how the map is seen, what is assumed."""

    focus: str | None = None
    hours: str | None = None
    layer: str | None = None
    at: str | None = None
    districts: str | None = None
    opacity: str | None = None
    basemap: str | None = None
    tests_each: str | None = None
    pool: str | None = None
    infected_of_1000: str | None = None
    tests_a_day: str | None = None
    quarantine_days: str | None = None
    calls_a_day: str | None = None
    true_radius_m: str | None = None
    true_stay_min: str | None = None
    lang: str | None = LANG

    def selection(self, release: Release) -> Selection:
        """Return what is looked at; raise ScopeError where the release does not hold it."""
        return sound(Selection.settle(release, self.model_dump()))

    def assumed(self, release: Release) -> Assumed:
        """Return what is assumed; raise ScopeError where it cannot be."""
        return sound(Assumed.settle(release, self.model_dump()))


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


class OfPicture(OfTable):
    """The address of a page, and how it looks: its colours, and what the map says of itself."""

    theme: Literal["light", "dark"] = "light"
    seen: str = Field(default="", description="What else tells pictures of a map apart, as text.")

    def looks(self) -> tuple[str, ...]:
        """Return what tells a picture from others of the same numbers."""
        return looks(self.theme, self.seen)


def looks(theme: str, seen: str) -> tuple[str, ...]:
    """Return the parts of a picture's name that say how it looks."""
    return (*((theme,) if theme == "dark" else ()), *((digest(seen),) if seen else ()))


class OfComparison(OfRelease):
    """The address of the page that compares rules: two to four, each the query of a rule, and where the maps are."""

    a: str
    b: str
    c: str | None = None
    d: str | None = None
    at: str | None = None
    lang: str | None = LANG

    @property
    def rules(self) -> list[Rule]:
        """Return the rules; raise ValidationError that names the part at fault."""
        asked = [getattr(self, name) for name in NAMES]
        parts = [OfRule.model_validate(dict(parse_qsl(rule))) for rule in asked if rule]
        return [Rule.from_query(part.model_dump()) for part in parts]
