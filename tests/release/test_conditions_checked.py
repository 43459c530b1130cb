"""What a check refuses of conditions, and that a release without any is read as before."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import small
from polars.testing import assert_frame_equal

from dashboard.counting.memo import once_per_release
from dashboard.errors import ReleaseError, RuleError
from dashboard.release.check import check
from dashboard.release.combine import combine
from dashboard.release.conditions import Condition
from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest, parse_manifest
from dashboard.release.write import Contents, write

NIGHT = Condition(id="night", name="At night", hours="22-06")
AGAIN = Condition(id="again", name="Came at least twice", min_visits=2)
COUNTS = pl.DataFrame(
    {
        "condition": [None, None, "night", "again"],
        "site_id": ["xinfadi"] * 4,
        "radius_m": [250, 250, 250, 250],
        "min_dwell_min": [0] * 4,
        "date": [small.DATES[0], small.DATES[1], small.DATES[1], small.DATES[1]],
        "days_since": [None, 1, None, None],
        "devices": [40, 30, 20, 30],
    }
)


def manifest(**changes: object) -> Manifest:
    stated = {"conditions": [NIGHT, AGAIN], "schema": "screening-release/2", "radii_m": [250], **changes}
    return small.manifest(**stated)


def written(folder: Path, counts: pl.DataFrame = COUNTS, **changes: object) -> Release:
    write(folder, manifest(**changes), Contents(places=[small.MARKET], reach=counts))
    return load(folder)


def test_rows_of_a_condition_are_read_under_it_alone(tmp_path: Path) -> None:
    release = written(tmp_path / "r")
    assert check(tmp_path / "r") == []
    for condition in (None, "night", "again"):
        reach = release.under(condition).reach
        assert reach is not None
        here = COUNTS.filter(pl.col("condition").eq_missing(condition)).drop("condition")
        assert_frame_equal(reach.collect(), here, check_dtypes=False)
    assert release.under("night").presence is None
    with pytest.raises(RuleError, match="condition is 'morning'"):
        release.under("morning")


def test_what_is_kept_of_a_release_is_not_what_is_kept_of_a_condition(tmp_path: Path) -> None:
    release = written(tmp_path / "r")

    @once_per_release
    def devices(of: Release) -> int:
        assert of.reach is not None
        return int(of.reach.select(pl.col("devices").sum()).collect().item())

    assert [devices(release.under(condition)) for condition in (None, "night", "again")] == [70, 20, 30]


def more_at_night(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(devices=pl.when(pl.col("condition") == "night").then(31).otherwise("devices"))


def on_a_date_without_anyone(rows: pl.DataFrame) -> pl.DataFrame:
    later = pl.when(pl.col("condition") == "night").then(pl.lit(small.DATES[2])).otherwise("date")
    return rows.with_columns(date=later)


def of_no_condition(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(condition=pl.col("condition").replace("night", "dawn"))


def twice(rows: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([rows, rows.filter(pl.col("condition") == "night")])


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (more_at_night, "but at least 31 under the condition night"),
        (on_a_date_without_anyone, "but no row for anyone"),
        (of_no_condition, "is dawn, expected one of the ids of the conditions in manifest.json"),
        (twice, "the row has the same"),
    ],
)
def test_a_check_refuses(tmp_path: Path, broken: Callable[[pl.DataFrame], pl.DataFrame], said: str) -> None:
    written(tmp_path / "r", broken(COUNTS))
    faults = check(tmp_path / "r")
    assert any(said in str(fault) for fault in faults), faults


def test_columns_and_manifest_say_the_same(tmp_path: Path) -> None:
    release = written(tmp_path / "r")
    assert release.manifest.schema_ == "screening-release/2"
    path = tmp_path / "r" / "manifest.json"
    fields = json.loads(path.read_text())
    del fields["conditions"]
    path.write_text(json.dumps(fields))
    assert "condition" in {fault.column for fault in check(tmp_path / "r")}
    assert "conditions" not in json.loads(small.manifest().model_dump_json())
    fields |= {"schema": "screening-release/1", "conditions": [{"id": "n", "name": "N", "hours": "22-06"}]}
    with pytest.raises(ReleaseError, match="there are conditions, expected none, or the schema screening-release/2"):
        parse_manifest(json.dumps(fields))


def test_releases_of_other_conditions_do_not_combine(tmp_path: Path) -> None:
    one = written(tmp_path / "one")
    other = written(tmp_path / "b", COUNTS.filter(pl.col("condition").ne_missing("again")), conditions=[NIGHT])
    with pytest.raises(ReleaseError, match="conditions"):
        combine([one, other])
    same = written(tmp_path / "c", operator={"name": "B", "market_share": 0.2})
    both = combine([one, same])
    reach = both.under("night").reach
    assert reach is not None
    assert reach.select(pl.col("devices").sum()).collect().item() == 40
