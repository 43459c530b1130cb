"""Import many rows of CSV: python tests/bench/bench_import.py [ROWS [FOLDER]].

Without arguments a million rows; 100000000 takes 5 GB of disk below FOLDER, which is cleared again. Printed are the
peak memory of `screening-scope import` and its CPU time, beside those of a tenth of the rows.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from country import SEED, cells_together

ROWS, DAYS, HOURS = 1_000_000, 14, 24
FIRST = datetime(2020, 6, 1)  # noqa: DTZ001 as the file has it
COMMAND = [str(Path(sys.executable).with_name("screening-scope")), "import"]
OPTIONS = ["--time-zone", "Asia/Shanghai", "--title", "Many rows", "--presence-rule", "one_cell_per_hour", "--yes"]


def main(rows: int, folder: Path) -> None:
    """Print the figures of a tenth of the rows, then of all."""
    for some in (rows // 10, rows):
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            file = Path(temporary) / "counts.csv"
            write(file, some)
            size = file.stat().st_size
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([*COMMAND, str(file), *OPTIONS, "--out", str(Path(temporary) / "out")], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(
                f"{some:,} rows, {size / 1e6:,.0f} MB: peak {after.ru_maxrss / 1000:,.0f} MB, {took:.0f} s of CPU, "
                f"{1e6 * took / some:.2f} us a row, load {os.getloadavg()[0]:.1f}",
                flush=True,
            )


def write(path: Path, rows: int) -> None:
    """Write counts by cell and hour, an hour at a time, as many cells in each."""
    rng = np.random.default_rng(SEED)
    every = pl.Series("h3", [f"{cell:x}" for cell in cells_together(rows // (DAYS * HOURS)).tolist()])
    with path.open("wb") as file:
        for hour in range(DAYS * HOURS):
            moment = (FIRST + timedelta(hours=hour)).isoformat(sep=" ")
            devices = rng.integers(15, 400, every.len(), dtype=np.int64)
            table = pl.DataFrame({"h3": every, "time": [moment] * every.len(), "devices": devices})
            table.write_csv(file, include_header=hour == 0)


if __name__ == "__main__":
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as temporary:
        main(int(given[0]) if given else ROWS, Path(given[1]) if len(given) > 1 else Path(temporary))
