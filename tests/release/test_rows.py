"""Rows and withheld rows by date: as footers state them, and counted where they do not."""

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from dashboard.release.parts import Part, opened
from dashboard.release.rows import rows_by_date
from dashboard.release.where import Where


@pytest.mark.parametrize("stated", [True, False])
def test_withheld_rows_are_counted_whether_or_not_a_footer_states_them(tmp_path: Path, *, stated: bool) -> None:
    table = pl.DataFrame({"cell": range(7), "devices": [15, None, 20, None, None, 30, 40]})
    pq.write_table(table.to_arrow(), tmp_path / "counts.parquet", row_group_size=3, write_statistics=stated)
    found = rows_by_date(opened([Part(where=Where.of(tmp_path), file="counts.parquet")], "cell"))
    assert found.rows() == [(None, 7, 3)]
