"""What the builder asks of an engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol

import polars as pl

from dashboard.builder.devices import Coder
from dashboard.builder.neighbours import Frame
from dashboard.builder.plan import SightingsPlan
from dashboard.builder.progress import Report


@dataclass(frozen=True, kw_only=True)
class Sightings(Generic[Frame]):
    """Every sighting that counts, in the frames of an engine.

    Each of `parts` gives a frame with all sightings of its devices: device (coded by `coder`), seq (rises by one from
    each sighting of a device to its next), t (Int64 epoch seconds) and cell (Int64). `cells` holds each cell that
    occurs; of each of the activities that were asked for a frame has a column (activity.column, 1 or 0), and `sighted`
    says how many sightings are of it; `rows` were read, of which `repeated` were in the same second as another of their
    device; of those handed in `unplaced` were left out; `first` and `last` are epoch seconds.
    """

    engine: Engine[Frame]
    parts: tuple[Callable[[], Frame], ...]
    cells: pl.Series
    coder: Coder
    rows: int
    handed_in: int
    unplaced: int
    repeated: int
    devices: int
    first: int
    last: int
    sighted: tuple[int, ...] = ()


class Engine(Protocol[Frame]):
    """Reads sightings into frames of its own, and keeps what is used several times."""

    def read(  # noqa: PLR0913 what is read, and how
        self,
        data: Path | str | pl.DataFrame,
        *,
        plan: SightingsPlan,
        time_zone: str | None,
        cell_resolution: int,
        report: Report,
        activities: Sequence[str] = (),
    ) -> Sightings[Frame]:
        """Read sightings as sightings.read says, and report how far that has come, if it is known."""
        ...

    def table(self, rows: pl.DataFrame) -> Frame:
        """Hand the engine a small table."""
        ...

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame that is used several times, once."""
        ...
