"""What the browser may tell a callback of the server: the shape of every property that one reads."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, NotRequired

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from dashboard.answers.selection import Layer
from dashboard.ui import ids

# As long as the names of many places, or the query of four rules.
Text = Annotated[str, Field(max_length=100_000)]
Number = Annotated[float, Field(ge=-1e9, le=1e9)]
Clicks = Annotated[int, Field(ge=0, le=1_000_000)]
Hour = Annotated[int, Field(ge=0, le=24)]
# A map can be turned on beyond the end of the world.
Degrees = Annotated[float, Field(ge=-1e5, le=1e5)]
Theme = Literal["light", "dark"]


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


class ToldRule(TypedDict):
    """A rule as a link says it; whether a release holds it is asked later."""

    site: Text
    radius_m: Text | int
    min_dwell_min: Text | int
    start: Text
    end: Text


class ToldOfRelease(ToldRule):
    """A rule of a release."""

    release: Text


class ToldLook(TypedDict):
    """What is looked at."""

    focus: Text
    hours: Annotated[list[Hour], Field(min_length=2, max_length=2)]
    layer: Layer
    theme: Theme


class ToldView(TypedDict):
    """The box of a map, or of several side by side."""

    south: Degrees
    west: Degrees
    north: Degrees
    east: Degrees
    focus: Text
    key: Text
    release: Text
    maps: NotRequired[Annotated[int, Field(ge=1, le=100)]]


class ToldTable(TypedDict):
    """The table beside the map: a rule, and the box (south, west, north, east) of those cells that are in sight."""

    release: Text
    rule: ToldRule
    look: ToldLook
    view: ToldView
    box: Annotated[list[Degrees], Field(min_length=4, max_length=4)]


class ToldDay(TypedDict):
    """A date to play."""

    day: Annotated[Text, AfterValidator(_day)]


class ToldSearch(TypedDict):
    """A text to look for among the places, beside those of a rule."""

    release: Text
    text: Text
    site: Text
    taken: Text


class ToldRules(TypedDict):
    """Rules side by side."""

    release: Text
    rules: Annotated[list[ToldRule], Field(min_length=1, max_length=100)]


class ToldKey(TypedDict):
    """Which release is on the page."""

    key: Text


# By the id of the component, or the part that it plays in a column, and by its property.
SHAPES: dict[tuple[str, str], Any] = {
    (ids.URL, "pathname"): Text,
    (ids.URL, "search"): Text,
    **{(store, "data"): ToldOfRelease for store in (ids.RULE, ids.SETTLED, ids.WINDOW, ids.LATER, ids.LATER_WINDOW)},
    (ids.LOOK, "data"): ToldLook,
    (ids.VIEW, "data"): ToldView,
    (ids.FRAMES_OF, "data"): ToldDay,
    (ids.TABLE_OF, "data"): ToldTable,
    (ids.SOUGHT, "data"): ToldSearch,
    (ids.ASK_COUNT, "n_clicks"): Clicks | None,
    **{(control, "value"): Number | None for control in (*ids.MEANS.values(), *ids.TRUE_VISIT.values())},
    (ids.RELEASE, "data"): ToldKey,
    (ids.COMPARED, "data"): ToldRules,
    (ids.COMPARED_AT, "data"): Text | None,
    (ids.COMPARED_THEME, "data"): Theme | None,
    (ids.COMPARED_VIEW, "data"): ToldView | None,
    (ids.ADD_RULE, "n_clicks"): Clicks | None,
    ("remove", "n_clicks"): Clicks | None,
    ("heated", "data"): ToldRule | None,
    ("site", "search_value"): Text | None,
    ("site", "value"): Text,
}
