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
    """Return one bar a district, most first, from columns name, low, mid, high; the number stands at its bar.

    What may be nobody says up to how many it may be, and as by day a bar less certain than it is high is grey.
    """
    mids = homes["mid"].to_list()
    sizes = homes.select("low", "mid", "high").rows()
    ends = [text.ends(low, high, unit) for low, _mid, high in sizes]
    numbers = [text.middle(mid, unit) for mid in mids]
    shown = [
        text.to(*of) if size[0] == 0 < size[2] else one for size, of, one in zip(sizes, ends, numbers, strict=True)
    ]
    most = max([1, *mids])
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": mids,
        "y": [typed(name) for name in homes["name"]],
        "marker": {"color": [theme.withheld if high - low > mid else theme.counts[3] for low, mid, high in sizes]},
        "text": shown,
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
