"""Names in a figure: plotly reads some HTML in any text, and a template where a figure has `meta`."""

from __future__ import annotations

# Source: plotly.js, src/lib/svg_text_utils.js (tags, entities) and src/lib/index.js (templates).
_READ = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "%": "&#37;"})


def typed(name: str) -> str:
    """Return a text that plotly shows as the name was typed."""
    return name.translate(_READ)
