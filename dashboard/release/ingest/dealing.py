"""The rows of a large input dealt out by hours on the disk, so that each part fits into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import rmtree

import polars as pl

ROWS_A_PART = 500_000  # an hour with more is a part by itself
_TO = "part of the input"


def parts_of(times: pl.DataFrame, hour: str, rows: str) -> pl.DataFrame:
    """Return times with the number of the part that each belongs to in `part`, those without an hour in the first.

    Hours that follow each other are one part as long as it has no more than ROWS_A_PART `rows`.
    """
    part, filled, numbers = -1, 0, []
    hours = times.group_by(hour).agg(pl.col(rows).sum()).sort(hour, nulls_last=False)
    for start, number in hours.rows():
        if part < 0 or start is None or filled + number > ROWS_A_PART:
            part, filled = part + 1, 0
        filled = ROWS_A_PART if start is None else filled + number
        numbers.append(part)
    numbered = hours.select(hour, pl.Series("part", numbers))
    return times.join(numbered, on=hour, nulls_equal=True).drop(hour, rows)


def deal_out(rows: Iterable[pl.DataFrame], parts: pl.DataFrame, folder: Path) -> Iterator[pl.DataFrame]:
    """Yield the rows of each part in turn, in their order; `parts` says by the columns of a time which one it is.

    What is laid into the folder on the way is gone when it was given.
    """
    keys = [name for name in parts.columns if name != "part"]
    told = parts.rename({"part": _TO})
    for number, some in enumerate(rows):
        dealt = some.join(told, on=keys, how="left", nulls_equal=True, maintain_order="left")
        for (part,), of_part in dealt.partition_by(_TO, as_dict=True, include_key=False, maintain_order=True).items():
            (folder / str(part)).mkdir(exist_ok=True)
            of_part.write_parquet(folder / str(part) / f"{number:06}.parquet", compression="lz4")
    for part in parts["part"].unique().sort().to_list():
        yield pl.read_parquet(folder / str(part) / "*.parquet", hive_partitioning=False)
        rmtree(folder / str(part))
