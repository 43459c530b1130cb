"""Home districts of those flagged."""

from __future__ import annotations

import polars as pl

from dashboard.language import _
from dashboard.views import text
from dashboard.views.figures.printed import printed
from dashboard.views.figures.typed import typed
from dashboard.views.theme import NO_NAME, Figure, Theme, styled

ROW_PX = 20
LABEL_ROOM, PRINTED_ROOM = 1.25, 1.6


def homes_figure(homes: pl.DataFrame, unit: str, theme: Theme) -> Figure:
    """Return one bar a district, most first, from columns name, low, mid, high; the number stands at its bar."""
    mids = homes["mid"].to_list()
    ends = [text.ends(low, high, unit) for low, high in homes.select("low", "high").iter_rows()]
    numbers = [text.middle(mid, unit) for mid in mids]
    most = max([1, *mids])
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": mids,
        "y": [typed(name) for name in homes["name"]],
        "marker": {"color": theme.counts[3]},
        "text": numbers,
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": ends,
        "hovertemplate": _("{name}<br>{low} to {high} {unit}").format(
            name="%{y}", low="%{customdata[0]}", high="%{customdata[1]}", unit=text.unit_words(unit)
        )
        + NO_NAME,
        **printed(text=[text.with_ends(mid, *of) for mid, of in zip(numbers, ends, strict=True)]),
    }
    return styled(
        [trace],
        theme,
        height_px=ROW_PX * max(1, len(mids)) + 16,
        x={"visible": False, "range": [0, LABEL_ROOM * most]},
        y={"autorange": "reversed", "showgrid": False, "type": "category", "tickfont": {"color": theme.text}},
        **printed(xaxis={"range": [0, PRINTED_ROOM * most]}),
    )
