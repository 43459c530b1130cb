"""Wherever a number under noise is read, it is said that its interval is one of 95% and whose the noise is."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import small

from dashboard.builder.disclosure import Protection, Tables, protect
from dashboard.builder.disclosure.gaussian import seeded
from dashboard.counting.count import count
from dashboard.export.briefing.headline import headline
from dashboard.export.provenance import provenance
from dashboard.place import parse_place
from dashboard.release.load import Release, load
from dashboard.release.write import Contents, write
from dashboard.rule import Rule
from dashboard.views.answer import words
from dashboard.views.uncounted import sentence

SAID = "95% interval, noise added by the operator."
RULE = Rule(place=parse_place("xinfadi"), radius_m=500, min_dwell_min=15, start=small.DATES[1], end=small.DATES[2])


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The small release with noise in place of its threshold."""
    folder = tmp_path_factory.mktemp("said")
    plain = small.manifest(lookback_start=small.DATES[0])
    told_tables, manifest = protect(
        Tables(reach=small.reach(), reach_by_home=None, presence={}),
        list(small.PLACES),
        plain,
        Protection(rho=1),
        draw=seeded(1),
    )
    write(folder / "r", manifest, Contents(places=list(small.PLACES), reach=told_tables.reach))
    return load(folder / "r")


def test_it_is_said_on_the_page_in_briefings_in_exports_and_on_the_terminal(noisy: Release) -> None:
    assert SAID in sentence(noisy, count(noisy, RULE))
    assert all(SAID in said for said in words(noisy.manifest)["sentences"].values())
    assert SAID in headline(noisy, RULE).sentence
    assert SAID in provenance(noisy, RULE, "link", datetime(2020, 7, 1, tzinfo=UTC))["Rule"]
    drawn = replace(RULE, place=parse_place("xinfadi~xingong"))
    assert SAID in sentence(noisy, count(noisy, drawn))


def test_it_is_not_said_of_counts_without_noise(tmp_path: Path) -> None:
    release = load(small.write_small(tmp_path / "r"))
    assert SAID not in sentence(release, count(release, RULE))
    assert all(SAID not in said for said in words(release.manifest)["sentences"].values())
