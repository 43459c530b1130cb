"""A dropdown, whose own words are in the language that is spoken."""

from __future__ import annotations

from typing import Any

from dash import dcc

from dashboard.language import _


def dropdown(**props: Any) -> dcc.Dropdown:  # noqa: ANN401 dcc.Dropdown's own
    """Return a dcc.Dropdown with the properties given."""
    return dcc.Dropdown(**{**props, "labels": _labels()})


def _labels() -> dict[str, str]:
    return {
        "select_all": _("Select all"),
        "deselect_all": _("Deselect all"),
        "selected_count": _("{num_selected} selected"),
        "search": _("Search"),
        "clear_search": _("Clear search"),
        "clear_selection": _("Clear selection"),
        "no_options_found": _("No options found"),
    }
