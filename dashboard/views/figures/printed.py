"""What a chart shows besides once it is a picture, which has no pointer to ask for low and high.

assets/export/chart.mjs puts it over the attributes of a trace, or of the layout.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboard.views.theme import Theme

Ends = tuple[float, float, float]  # low, middle, high


def printed(**attributes: Any) -> dict[str, Any]:  # noqa: ANN401 plotly's own
    """Return plotly's attributes for the picture, as the `meta` of a trace or a layout."""
    return {"meta": {"printed": attributes}}


def whiskers(ends: Iterable[Ends], theme: Theme) -> dict[str, Any]:
    """Return plotly's error bars from low to high."""
    shown = list(ends)
    return {
        "type": "data",
        "symmetric": False,
        "array": [round(high - mid, 4) for _low, mid, high in shown],
        "arrayminus": [round(mid - low, 4) for low, mid, _high in shown],
        "color": theme.text,
        "thickness": 1,
        "width": 2,
    }
