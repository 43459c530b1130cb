"""Polars in memory, with the past of those devices alone that came near a place lately."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from dashboard.builder.distances import centres
from dashboard.builder.engines.memory import DEVICE, Memory, T
from dashboard.builder.visits import rings
from dashboard.site import Place


class Recent(Memory):
    """Counts a span of epoch seconds: every sighting from `since` on, before it those of devices near a place since.

    Whoever was not near a place since then has no row on a date that begins later, and needs no past.
    """

    def __init__(self, span: tuple[int, int], since: int, places: Sequence[Place], radius_m: int) -> None:
        """Keep what is near, and since when."""
        super().__init__(span)
        self._since, self._places, self._radius_m = since, places, radius_m

    def _choice(self, unique_cells: pl.Series) -> Callable[[pl.DataFrame], pl.DataFrame]:
        near = rings(centres(unique_cells), self._places, [self._radius_m])["cell"].cast(pl.UInt64).unique()
        is_late, is_near = self._since <= T, pl.col("cell").is_in(near.implode())

        def chosen(part: pl.DataFrame) -> pl.DataFrame:
            visitors = part.filter(is_late & is_near).select(device=DEVICE).to_series().unique()
            return part.filter(is_late | DEVICE.is_in(visitors.implode()))

        return chosen
