"""Heat as the browser paints it: a colour class and a range of counts for each cell, in the order of the layer."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from dashboard.language import _, whole
from dashboard.views.layers import class_words, packed
from dashboard.views.theme import Theme

EMPTY_CLASS = 0
WITHHELD_CLASS = 1
FIRST_CLASS = 2


def heat_sum(heat: pl.DataFrame, members: Sequence[int], *, hours: int, edges: Sequence[int]) -> dict[str, Any]:
    """Return the sum over a window: device-hours with low and high, their hours, and the colour of an average one.

    `heat` has the columns cell, low, mid, high, withheld of counting/presence.py; `members` is the order of the
    layer; `edges` are the lower edges of the colour classes in devices an hour.
    """
    aligned = _align(heat, pl.DataFrame({"cell": pl.Series(members, dtype=pl.UInt64)}), on=["cell"])
    return {"frames": 1, "hours": hours, **_arrays(aligned, aligned["mid"].to_numpy() / hours, edges)}


def heat_frames(by_hour: pl.DataFrame, members: Sequence[int], *, edges: Sequence[int]) -> dict[str, Any]:
    """Return the 24 hours of one date, one frame after another, each in the order of the layer.

    `by_hour` has the columns cell, hour, low, mid, high, withheld.
    """
    grid = pl.DataFrame({"hour": range(24)}, schema={"hour": by_hour.schema["hour"]}).join(
        pl.DataFrame({"cell": pl.Series(members, dtype=pl.UInt64)}), how="cross"
    )
    aligned = _align(by_hour, grid, on=["hour", "cell"])
    return {"frames": 24, **_arrays(aligned, aligned["mid"].to_numpy().astype(float), edges)}


def legend(edges: Sequence[int], theme: Theme, *, withheld_below: int) -> list[dict[str, str]]:
    """Return the legend, few to many: a colour and its words for each class, withheld first where there is any."""
    withheld = {
        "colour": theme.withheld,
        "words": _("mostly under {threshold}, withheld").format(threshold=whole(withheld_below)),
    }
    return [withheld, *class_words(edges, theme)] if withheld_below > 1 else class_words(edges, theme)


def _align(counts: pl.DataFrame, grid: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    joined = grid.join(counts, on=on, how="left", maintain_order="left")
    return joined.with_columns(pl.col("low", "mid", "high", "withheld").fill_null(0))


def _arrays(aligned: pl.DataFrame, hourly: np.ndarray, edges: Sequence[int]) -> dict[str, Any]:
    classes = FIRST_CLASS + np.clip(np.searchsorted(np.asarray(edges), hourly, side="right") - 1, 0, None)
    # No colour stands for a guess: where less than half of the middle was counted, the cell is grey.
    counted = aligned["low"] - aligned["withheld"]
    mostly_withheld = (aligned["withheld"] > 0) & (2 * counted < aligned["mid"])
    classes = np.where(mostly_withheld.to_numpy(), WITHHELD_CLASS, classes)
    classes = np.where((aligned["high"] == 0).to_numpy(), EMPTY_CLASS, classes)
    return {
        "classes": base64.b64encode(classes.astype(np.uint8).tobytes()).decode("ascii"),
        "low": packed(aligned["low"]),
        "high": packed(aligned["high"]),
    }
