"""ARIA and data attributes, whose names Python cannot write as keywords."""

from __future__ import annotations

from typing import Any


def aria(**attributes: str) -> dict[str, Any]:
    """Return attributes by their ARIA names: `aria(label="Map")` gives `aria-label`."""
    return {f"aria-{name}": value for name, value in attributes.items()}


def data(**attributes: str) -> dict[str, Any]:
    """Return attributes for the page's scripts: `data(export="days.csv")` gives `data-export`."""
    return {f"data-{name}": value for name, value in attributes.items()}
