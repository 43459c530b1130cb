"""Count sightings around places and by cell, part by part: a device lies in one part, so that the counts add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from dashboard.builder import presence, reach
from dashboard.builder.clock import EPOCH, Clock
from dashboard.builder.conditions import Asked, asked, check_met, meeting
from dashboard.builder.distances import centres
from dashboard.builder.engines.engine import Sightings
from dashboard.builder.homes import no_homes, read_homes
from dashboard.builder.neighbours import Frame
from dashboard.builder.presence import Grid
from dashboard.builder.progress import Report, Step
from dashboard.builder.reach import Question
from dashboard.builder.visits import edges, near_places, rings
from dashboard.release.manifest import Manifest
from dashboard.release.tables import COUNT
from dashboard.site import Place

_ROWS_APART = 4_000_000  # counts of parts lie side by side up to as many rows, or twice those of their sum
_PARTS_AT_ONCE = 2  # most steps on a part keep one processor busy


def count(  # noqa: PLR0913 what is counted, where, how
    sightings: Sightings[Frame],
    places: Sequence[Place],
    clock: Clock,
    manifest: Manifest,
    *,
    home: pl.DataFrame | Path | None,
    report: Report,
    codes: Sequence[str] | None = None,
) -> tuple[pl.DataFrame, dict[date, pl.DataFrame], list[str]]:
    """Return what a manifest asks for: reach_by_home (site_id, radius_m, ...) and presence (cell, hour, ...) by date.

    Where it has conditions, reach_by_home is split by them, too. Last come the homes that the operator knows, of all
    devices, sighted or not; `codes` are those of the districts (None: every home is one).
    """
    conditions = manifest.conditions
    engine, question, grid = sightings.engine, Question.of(manifest), Grid.of(manifest)
    homes = no_homes(sightings.coder)
    if home is not None:
        homes = read_homes(home, sightings.coder, cells=any(one.home and one.home.by_distance for one in conditions))
        report(f"Read the homes of {homes.rows.height:,} devices.")
    check_met(conditions, None if home is None else homes, codes)
    asking: list[Asked[Frame]] = [
        asked(condition, conditions, homes, places, codes, engine.table) for condition in conditions
    ]
    home_rows = engine.table(homes.rows)
    near = engine.table(rings(centres(sightings.cells), places, question.radii_m))

    def counted(part: Callable[[], Frame]) -> tuple[pl.DataFrame, dict[int, pl.DataFrame]]:
        frame = part()
        close = near_places(frame, near, len(places))
        at_edge = edges(close, radii=len(question.radii_m), max_gap_s=question.max_gap_s)
        everyone = reach.dated_visits(at_edge, home_rows, clock, question, engine.keep)
        if asking:
            close, everyone = engine.keep(close), engine.keep(everyone)
        anyone = engine.keep(reach.in_period(everyone, clock, question))
        of_cells = presence.presence(frame, clock, grid, engine.keep)
        of_each = [(anyone, 1)]
        for one in asking:
            met = meeting(close, everyone, one, home_rows, clock, question, engine.keep)
            of_each.append((met, one.condition.min_visits or 1))
        return reach.reach_by_home(of_each, question), of_cells

    by_home: list[pl.DataFrame] = []
    by_cell: dict[int, list[pl.DataFrame]] = defaultdict(list)
    report(Step(name="Counting", done=0, total=sightings.rows))
    with ThreadPoolExecutor(_PARTS_AT_ONCE) as workers:
        for number, (around, of_cells) in enumerate(workers.map(counted, sightings.parts), start=1):
            by_home = _added(by_home, around, reach.KEY)
            for day, rows in of_cells.items():
                by_cell[day].append(rows)
            # Parts are about as large as each other.
            report(Step(name="Counting", done=sightings.rows * number // len(sightings.parts), total=sightings.rows))
    site_ids = [place.site_id for place in places]
    # The parts of a date are let go as soon as they are summed.
    totals = {
        EPOCH + timedelta(days=day): presence.total(by_cell.pop(day), day, clock, grid, manifest.time_zone)
        for day in sorted(by_cell)
    }
    around = reach.total(by_home, question, site_ids, homes.names, [condition.id for condition in conditions])
    return around, totals, homes.names


def _added(counts: list[pl.DataFrame], new: pl.DataFrame, key: tuple[str, ...]) -> list[pl.DataFrame]:
    """Return counts and new ones, summed where they have become many."""
    together = [*counts, new]
    if sum(rows.height for rows in together) <= max(_ROWS_APART, 2 * together[0].height):
        return together
    return [pl.concat(together).group_by(key).agg(pl.col(COUNT).sum())]
