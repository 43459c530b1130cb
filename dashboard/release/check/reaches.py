"""Check the files of reach and reach_by_home, one after the other: only one file's rows are held at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from dashboard.language import mark
from dashboard.release import tables
from dashboard.release.check.columns import label_of, read_columns
from dashboard.release.check.complete import check_complete
from dashboard.release.check.findings import Finding, Located, one
from dashboard.release.check.home import check_home
from dashboard.release.check.monotone import check_monotone
from dashboard.release.check.parts import Span, check_statements, overlapping, span
from dashboard.release.check.reach import Known, check_reach
from dashboard.release.load import REACH_BY_HOME_FILE, REACH_FILE, files_of
from dashboard.release.manifest import Manifest
from dashboard.release.tables import Table

_KEY = "site_id"


@dataclass(kw_only=True)
class _Checked:
    """What is known of a table whose files have been read: whether every row is sound by itself, and the spans."""

    sound: bool = True
    spans: list[Span] = field(default_factory=list)


def check_reaches(
    files: Mapping[str, Path], sound: Collection[str], manifest: Manifest, known: Known
) -> Iterator[Finding]:
    """Yield the findings on reach and reach_by_home; `sound` names the files, by path in the release, to read."""
    listed = [file.path for file in manifest.files]
    checked: dict[str, _Checked] = {}
    of_reach = tables.of_reach(manifest.disclosure, conditions=bool(manifest.conditions))
    for name, table in zip((REACH_FILE, REACH_BY_HOME_FILE), of_reach, strict=True):
        parts = files_of(name, sound)
        checked[name] = _Checked(sound=len(parts) == len(files_of(name, listed)) > 0)
        yield from _check_table(files, parts, (table, manifest, known), checked[name])
    reach, by_home = checked[REACH_FILE], checked[REACH_BY_HOME_FILE]
    if reach.sound and by_home.sound:
        yield from _check_homes(files, reach.spans, by_home.spans, manifest, of_reach)


def _check_table(
    files: Mapping[str, Path], parts: Sequence[str], about: tuple[Table, Manifest, Known], checked: _Checked
) -> Iterator[Finding]:
    table, manifest, known = about
    for name in parts:
        file = files[name]
        at = Located(file=name, where=label_of(name))
        rows, findings = check_reach(file, table, manifest, at, known)
        yield from findings
        if rows is not None and manifest.disclosure.noise is not None:
            missing = list(check_complete(rows, manifest, at))
            checked.sound &= not missing
            yield from missing
        if rows is None:
            checked.sound = False
            continue
        false = list(check_statements(file, rows, _KEY, at))
        checked.sound &= not false
        yield from false
        here = span(rows, _KEY, at)
        checked.spans += [here] if here else []
        # Sums are compared once every row is sound by itself: one bad row would put many sums in doubt.
        if table.name == tables.REACH.name:
            yield from check_monotone(rows, manifest, at, parts=len(parts))
    for before, after in overlapping(checked.spans):
        checked.sound = False
        problem = mark(
            "holds sites of {first} and on, which {other} goes beyond", first=after.low, other=before.at.file
        )
        remedy = mark("Put all rows of a site into one file")
        yield one(after.at.file, problem, remedy, column=_KEY, where=after.at.where)


def _check_homes(
    files: Mapping[str, Path],
    reach: list[Span],
    by_home: list[Span],
    manifest: Manifest,
    of_reach: tuple[Table, Table],
) -> Iterator[Finding]:
    """Compare each file of reach_by_home with the rows of reach up to its last site, and those after the last."""
    after: str | None = None
    ordered = sorted(by_home, key=lambda one: one.low)
    for number, here in enumerate(ordered, start=1):
        up_to = None if number == len(ordered) else here.high
        rows = read_columns(files[here.at.file], list(of_reach[1].columns))
        whole = [
            _between(read_columns(files[there.at.file], list(of_reach[0].columns)), after, up_to)
            for there in reach
            if (up_to is None or there.low <= up_to) and (after is None or there.high > after)
        ]
        if rows is not None:
            empty = rows.clear().drop("home")
            yield from check_home(pl.concat([empty, *whole]), rows, manifest.disclosure, here.at, key=of_reach[0].key)
        after = here.high


def _between(rows: pl.DataFrame | None, after: str | None, up_to: str | None) -> pl.DataFrame:
    if rows is None:
        return pl.DataFrame()
    inside = pl.lit(value=True) if after is None else pl.col(_KEY) > after
    return rows.filter(inside if up_to is None else inside & (pl.col(_KEY) <= up_to))
