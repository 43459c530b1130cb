"""What is looked at, beside the rule: the focus, the hours of the day and the layer of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from dashboard.language import _
from dashboard.release.load import Release

Layer = Literal["heat", "homes", "none"]
LAYERS: tuple[Layer, ...] = get_args(Layer)


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The view of a page; `focus` is a district's code, None for the place of the rule.

    `hours` are the hours of the day that the heat sums over: first, and one past the last.
    """

    focus: str | None = None
    hours: tuple[int, int] = (0, 24)
    layer: Layer = "heat"

    @classmethod
    def settle(cls, release: Release, query: Mapping[str, Any]) -> tuple[Selection, list[str]]:
        """Return the selection that a URL query asks for, wrong parts left out, and what was wrong, a sentence each."""
        problems = []
        focus = query.get("focus") or None
        if focus is not None and focus not in release.districts:
            problems.append(
                _("focus is {value}, expected the code of a district in this release; showing the place").format(
                    value=repr(focus)
                )
            )
            focus = None
        hours = _hours(query.get("hours"))
        if hours is None:
            problems.append(
                _("hours is {value}, expected two hours such as 3-10; showing all hours").format(
                    value=repr(query.get("hours"))
                )
            )
        layer = _layer(query.get("layer"))
        if layer is None:
            problems.append(
                _("layer is {value}, expected heat, homes or none; showing heat").format(value=repr(query.get("layer")))
            )
        layer = "heat" if layer == "homes" and not release.districts else layer
        return cls(focus=focus, hours=hours or (0, 24), layer=layer or "heat"), problems

    def to_query(self) -> dict[str, str]:
        """Return the parts of a link, also those that are as usual."""
        return {"focus": self.focus or "", "hours": "{}-{}".format(*self.hours), "layer": self.layer}

    @classmethod
    def from_store(cls, data: Mapping[str, Any]) -> Selection:
        """Read a selection back from its store."""
        first, last = data["hours"]
        return cls(focus=data["focus"] or None, hours=(int(first), int(last)), layer=data["layer"])


def _layer(value: object) -> Layer | None:
    return next((layer for layer in LAYERS if layer == (value or "heat")), None)


def _hours(value: object) -> tuple[int, int] | None:
    if not value:
        return 0, 24
    first, _, last = str(value).partition("-")
    if not (first.isdecimal() and last.isdecimal()):
        return None
    return (int(first), int(last)) if 0 <= int(first) < int(last) <= 24 else None
