"""A dropdown, whose own words are in the language that is spoken."""

from __future__ import annotations

from typing import Any

from dash import dcc

from dashboard.language import _


def dropdown(*, nothing: str | None = None, **props: Any) -> dcc.Dropdown:  # noqa: ANN401 dcc.Dropdown's own
    """Return a dcc.Dropdown with the properties given; `nothing` is said where a search finds nothing."""
    return dcc.Dropdown(**{**props, "labels": _labels(nothing)})


def _labels(nothing: str | None) -> dict[str, str]:
    return {
        "select_all": _("Select all"),
        "deselect_all": _("Deselect all"),
        "selected_count": _("{num_selected} selected"),
        "search": _("Search"),
        "clear_search": _("Clear search"),
        "clear_selection": _("Clear selection"),
        "no_options_found": nothing or _("No options found"),
    }
