"""Bring about faults in bulk and print what became of each: python tests/faults/sweep.py [TIMES [OF_THE_DEMO]].

Builds, imports, dates added and the demonstration made again are killed TIMES times each (100; the demonstration, which
takes half a minute, OF_THE_DEMO times: 10), run out of room at every page and file that they write, and run two at a
time; a release is exchanged, cut, emptied, removed and written over while it is served under load, and workers are
killed. Nothing may be lost or mixed, and each time a sentence says why, or the next run clears what was left.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
for _area in ("release", "browser"):
    sys.path.append(str(HERE.parent / _area))

import small  # noqa: E402 its folder is named above
from full_disk import can_mount, export_on_a_full_disk, exported, file_on_a_full_disk, release_on_a_full_disk  # noqa: E402
from inputs import cases, rebuilding  # noqa: E402
from kills import killed  # noqa: E402
from objects import bucket  # noqa: E402
from scratches import command_in, completion_killed, scratch_killed  # noqa: E402
from served import CHANGES, changed_under_load, worker_killed_under_load  # noqa: E402
from table import Row, printed  # noqa: E402
from together import briefed_together, together  # noqa: E402

RULE = f"site=xinfadi&radius_m=500&min_dwell_min=15&start={small.DATES[0]}&end={small.DATES[-1]}"
MAP = f"/export/map.gpkg?{RULE}&south=39.7&west=116.2&north=39.9&east=116.5"


def main(times: int, of_the_demo: int) -> int:
    """Print the table, a row as soon as it is known and all of them again, and return how many rows are wrong."""
    print(f"A full disk is {'a small file system in memory' if can_mount() else 'a limit on the size of a file'}.")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="faults-") as temporary:
        os.environ.setdefault("MPLCONFIGDIR", str(Path.home() / ".cache" / "matplotlib"))  # a cache of fonts takes long
        os.environ["XDG_CACHE_HOME"] = f"{temporary}/cache"
        for row in _rows(Path(temporary), times, of_the_demo):
            print(row, flush=True)
            rows.append(row)
    print(printed(rows))
    return sum(row.wrong for row in rows)


def _rows(folder: Path, times: int, of_the_demo: int) -> Iterator[Row]:
    written = cases(folder)
    release = small.write_small(folder / "small" / "release")
    for case in written:
        yield from killed(case, times)
    yield from _scratches(folder, release, times)
    for case in written:
        yield from release_on_a_full_disk(case)
    if can_mount():
        for kind in ("pdf", "pptx"):
            yield file_on_a_full_disk(release, RULE, kind)
        yield export_on_a_full_disk(release, MAP)
    build, imported, added = written
    for one, other in ((build, build), (build, imported), (added, added), (added, build)):
        yield together(one, other, max(times // 10, 1))
    (folder / "brief").mkdir()
    yield briefed_together(release, RULE, folder / "brief" / "brief.pdf", max(times // 10, 1))
    for change in CHANGES:
        yield changed_under_load(change, max(times // 20, 1))
    yield worker_killed_under_load(max(times // 10, 1))
    if of_the_demo:
        yield from killed(rebuilding(folder), of_the_demo)


def _scratches(folder: Path, release: Path, times: int) -> Iterator[Row]:
    """Kill what needs a temporary folder: the exact counts of risk, an export, the copy of a release in a bucket."""
    sightings = ("--sightings", folder / "sightings.csv", "--home", folder / "home.csv")
    risk = ("risk", folder / "old", *sightings)
    yield scratch_killed("risk", folder / "of-risk", command_in, [risk, {}], times)
    yield scratch_killed("export map.gpkg", folder / "of-export", exported, [release, MAP], times)
    with bucket(release) as (address, environment):
        check = [("check", address), environment]
        yield scratch_killed("check s3://", folder / "of-check", command_in, check, times)
    yield from completion_killed(folder / "caches", max(times // 5, 1))


if __name__ == "__main__":
    given = list(map(int, sys.argv[1:]))
    sys.exit(main(given[0] if given else 100, given[1] if len(given) > 1 else 10) > 0)
