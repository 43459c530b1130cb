"""Radius by stay: the whole matrix of flagged people or devices as a heat map."""

from __future__ import annotations

import math
from typing import Any

from dashboard.language import _, mark, short, short_ends, short_range, whole
from dashboard.views import text
from dashboard.views.figures.printed import printed
from dashboard.views.theme import NO_NAME, Figure, Theme, axis_title, colour_scale, styled

ROW_PX, PRINTED_PT = 36, 11
AXIS_PX = 52
# assets/answer/answer.css makes them as small as the field is narrow.
SMALL = "font-size: 10px"
WITHHELD = mark("<br>every count withheld")
CLEAR = [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]]


def matrix_figure(answer: dict[str, Any], radii_m: list[int], min_dwell_min: list[int], theme: Theme) -> Figure:
    """Return the matrix of an answer (views/answer.py): stays across, radii up, one labelled field a rule.

    Low and high stand small below each number. Colours follow the logarithm of the number, since it spans orders of
    magnitude; a bracket is labelled with its range and coloured by its high end. An area that was drawn has no radius,
    and one row.
    """
    unit = text.PEOPLE if answer["people"] else text.DEVICES
    table = answer["people"] or answer["devices"]
    names = [_("Area")] if answer.get("outline") else [text.radius_label(radius) for radius in radii_m]
    low, mid, high = (table[end][: len(names)] for end in ("low", "mid", "high"))
    shown = mid if answer["method"] == "counted" else high
    # Noughts and what is withheld have no colour; plotly leaves a chart without any colour empty.
    nought = None if any(map(any, shown)) else 0
    kinds = answer["kinds"]
    labels = [[_label(*ends) for ends in zip(*rows, strict=True)] for rows in zip(low, mid, high, strict=True)]
    hover = _("{radius}, stay {stay}<br>{low} to {high} {unit}").format(
        radius="%{y}", stay="%{x}", low="%{customdata[0]}", high="%{customdata[1]}", unit=text.unit_words(unit)
    )
    trace = {
        "type": "heatmap",
        "x": [text.minutes_short(stay) for stay in min_dwell_min],
        "y": names,
        "z": [[math.log10(value) if value else nought for value in row] for row in shown],
        "text": [
            [_with_small_ends(*one) for one in zip(*rows, strict=True)]
            for rows in zip(labels, low, mid, high, kinds, strict=False)
        ],
        "customdata": [
            [
                [*("" if end is None else whole(end) for end in ends), _(WITHHELD) if kind == "withheld" else ""]
                for *ends, kind in zip(*rows, strict=True)
            ]
            for rows in zip(low, high, kinds, strict=False)
        ],
        "texttemplate": "%{text}",
        "textfont": {"size": 12 if answer["method"] == "counted" else 10},
        "hovertemplate": hover + "%{customdata[2]}" + NO_NAME,
        "colorscale": colour_scale(theme) if nought is None else CLEAR,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        **printed(
            text=[
                [_with_ends(*one) for one in zip(*rows, strict=True)]
                for rows in zip(labels, low, high, kinds, strict=False)
            ],
            textfont={"size": PRINTED_PT},
        ),
    }
    return styled(
        [trace],
        theme,
        height_px=ROW_PX * max(2, len(names)) + AXIS_PX,
        x={"showgrid": False, "type": "category", "title": axis_title(_("Minimum stay"), theme)},
        y={"showgrid": False, "type": "category"},
    )


def _with_ends(label: str, low: int | None, high: int | None, kind: str) -> str:
    """Return a label with the low and high of its middle, if it is one, below."""
    return label if low is None or high is None or kind != "counted" else f"{label}<br>{short_range(low, high)}"


def _with_small_ends(label: str, low: int | None, mid: int | None, high: int | None, kind: str) -> str:
    """Return a label for a narrow field: below its middle, if it is one, the low and high, small."""
    if low is None or mid is None or high is None or kind not in {"counted", "perhaps-nobody"}:
        return label
    return f'{label}<br><span style="{SMALL}">{short_ends(low, high, mid)}</span>'


def _label(low: int | None, mid: int | None, high: int | None) -> str:
    if low is None or high is None:
        return ""
    return f"{short(low)}\N{EN DASH}<br>{short(high)}" if mid is None else short(mid)
