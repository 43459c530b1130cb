"""ARIA attributes, whose names Python cannot write as keywords."""

from __future__ import annotations

from typing import Any


def aria(**attributes: str) -> dict[str, Any]:
    """Return attributes by their ARIA names: `aria(label="Map")` gives `aria-label`."""
    return {f"aria-{name}": value for name, value in attributes.items()}
