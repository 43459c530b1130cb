"""The whole view of a page as a link says it: the rule, what is looked at, how the map is seen, what is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.answers.assumed import Assumed
from dashboard.answers.map_view import MapView
from dashboard.answers.selection import Selection
from dashboard.release.answerable import settle
from dashboard.release.load import Release
from dashboard.rule import Rule


@dataclass(frozen=True, kw_only=True)
class Link:
    """One view of one release."""

    rule: Rule
    selection: Selection
    map_view: MapView
    assumed: Assumed

    @classmethod
    def settle(cls, release: Release, query: Mapping[str, Any]) -> tuple[Link, list[str]]:
        """Return the view of a URL query, wrong parts replaced by the nearest, and what was wrong, a sentence each."""
        rule, wrong_rule = settle(release, query)
        selection, wrong_selection = Selection.settle(release, query)
        map_view, wrong_map_view = MapView.settle(query)
        assumed, wrong_assumed = Assumed.settle(release, query)
        link = cls(rule=rule, selection=selection, map_view=map_view, assumed=assumed)
        return link, [*map(str, wrong_rule), *wrong_selection, *wrong_map_view, *wrong_assumed]

    def beside(self) -> dict[str, str]:
        """Return every part of the link but the rule."""
        return {**self.selection.to_query(), **self.map_view.to_query(), **self.assumed.to_query()}


def first(release: Release) -> dict[str, Any]:
    """Return the rule of a release that a link without one opens, by the names of its parts in a link."""
    link, _ = Link.settle(release, {})
    return {"release": release.key, **link.rule.to_dict()}


def usual(release: Release) -> dict[str, str]:
    """Return every part of a link but the rule as it is where the link does not name it."""
    link, _ = Link.settle(release, {})
    return link.beside()
