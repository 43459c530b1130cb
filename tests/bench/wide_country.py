"""Make presence of a country of five million cells from a seed: python tests/bench/wide_country.py FOLDER [CELLS].

Counts alone, over seven dates: no places, no reach. As tests/bench/country.py draws them, thinner.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
from country import SEED, START, ZONE, cells_together, manifest_of, presence_of_day

from dashboard.release import tables
from dashboard.release.layout import ROWS_A_FILE, write_table
from dashboard.release.manifest import FILE_NAME, ListedFile, Manifest, dump_manifest, parse_manifest
from dashboard.release.write import hash_of

CELLS, DAYS = 5_000_000, 7
CELLS_A_FILE = ROWS_A_FILE // 20


def main(folder: Path, cells: int) -> None:
    """Make the release, and say how large it is and how long it took."""
    began = time.process_time()
    made = make(folder, cells)
    rows = sum(file.rows for file in made.files if file.path.startswith("presence"))
    size = sum((folder / file.path).stat().st_size for file in made.files)
    print(f"{folder}: {cells:,} cells, {rows:,} rows, {size / 1e9:.2f} GB, {time.process_time() - began:.0f} s of CPU")


def make(folder: Path, cells: int = CELLS) -> Manifest:
    """Return the manifest of the release in a folder, made there unless one is there already."""
    if (folder / FILE_NAME).exists():
        return parse_manifest((folder / FILE_NAME).read_bytes())
    rng = np.random.default_rng(SEED)
    every = cells_together(cells)
    weight = 1.7 + rng.lognormal(1.5, 1.5, cells).astype(np.float32)  # somebody at noon in each
    files = [write_table(folder / "cells.parquet", pl.DataFrame({"cell": every}), tables.CELLS)]
    for day in (START + timedelta(days=number) for number in range(DAYS)):
        for number, first in enumerate(range(0, cells, CELLS_A_FILE)):
            some = slice(first, first + CELLS_A_FILE)
            rows = presence_of_day(rng, every[some], weight[some], day)
            path = folder / "presence" / f"date={day}" / f"part-{number:05}.parquet"
            files.append(write_table(path, rows, tables.presence(ZONE)))
    listed = [
        ListedFile(path=path.relative_to(folder).as_posix(), rows=rows, sha256=hash_of(path)) for path, rows in files
    ]
    made = _manifest().model_copy(update={"files": listed})
    (folder / FILE_NAME).write_text(dump_manifest(made), encoding="utf-8")
    return made


def _manifest() -> Manifest:
    return manifest_of(
        f"A country of cells, seed {SEED}",
        period={"start": str(START), "end": str(START + timedelta(days=DAYS - 1))},
        lookback_start=str(START),
        radii_m=[500, 1000, 2000],
        min_dwell_min=[0, 60],
        dwell_bands_min=[0, 60],
        generator="tests/bench/wide_country.py",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else CELLS)
