"""The summary of a sound release says what it is and holds."""

from datetime import date
from pathlib import Path

import small

from dashboard.release.load import load
from dashboard.release.summary import Rows, as_text, summarise, summary


def test_the_summary_counts_what_is_there(sound: Path) -> None:
    release = load(sound)
    found = summarise(release)
    assert (found.title, found.operator, found.synthetic) == ("A small release", "Operator A", True)
    assert (found.start, found.end, found.time_zone) == (date(2020, 6, 10), date(2020, 6, 12), "Asia/Shanghai")
    assert (found.sites, found.districts, found.radii_m) == (3, 1, (250, 500, 1000))
    assert found.tables == (
        Rows(table="reach", rows=small.reach().height, withheld=0),
        Rows(table="reach_by_home", rows=small.by_home().height, withheld=0),
        Rows(table="presence", rows=72, withheld=12),
    )
    assert found.size_bytes == sum(file.stat().st_size for file in sound.rglob("*") if file.is_file())
    assert found.digest == release.digest


def test_the_summary_as_text(sound: Path) -> None:
    text = summary(load(sound))
    assert text == as_text(summarise(load(sound)))
    for words in (
        "A small release\nsynthetic      yes\n",
        "Operator A",
        "2020-06-10 to 2020-06-12 (3 dates)",
        "Asia/Shanghai",
        "250, 500, 1,000 m",
        "0, 15 min",
        "72 rows, 12 withheld (16.7%)",
        load(sound).digest,
    ):
        assert words in text


def test_a_table_without_rows_has_nothing_withheld() -> None:
    assert Rows(table="presence", rows=0, withheld=0).withheld_share == 0
