"""Sightings and sites as people really have them, outside the repository: those that `build` takes or refuses."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from real_input import SHARED
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.counting.count import count
from dashboard.errors import ScopeError
from dashboard.place import NamedPlace
from dashboard.release.check import check
from dashboard.release.load import load
from dashboard.rule import Rule

CASES = SHARED / "cases"
# What a person adds to the command as it is typed first, where the file cannot tell it.
STATED = {
    "d31-build-tower-ids": "--device 1 --time 2 --tower 3 --towers towers.csv",
    "d34-build-cdr-duration": "--device 1 --time 2 --duration 3 --lng 5 --lat 6",
    "d36-build-no-position": "--leave-out-unplaced",
}
TAKEN = [
    "d30-build-baseline",
    "d31-build-tower-ids",
    "d32-build-epoch-ms",
    "d33-build-other-names",
    "d34-build-cdr-duration",
    "d35-build-duplicate-rows",
    "d36-build-no-position",
    "d37-build-upper-csv",
    "d38-sites-chinese-excel",
    "d39-sites-wkt",
    "d40-sites-bom-blank-lines",
    "d55-build-0x-cells",
]
REFUSED = [
    "d42-swapped-sightings",
    "d45-site-name-with-phone",
    "d48-one-future-time",
    "d56-sites-swapped",
    "d57-build-yjmob",
    "d58-build-mixed-time-forms",
]


@pytest.mark.skipif(not CASES.exists(), reason="the cases lie outside the repository")
def test_every_case_is_one_of_these_or_of_import() -> None:
    command = {path.parent.name: shlex.split(path.read_text())[0] for path in CASES.glob("*/cmd.txt")}
    assert {*command} == {path.name for path in CASES.iterdir() if path.is_dir()}
    assert {case for case in command if command[case] != "import"} == {*TAKEN, *REFUSED}


@pytest.mark.skipif(not CASES.exists(), reason="the cases lie outside the repository")
@pytest.mark.parametrize("case", [*TAKEN, *REFUSED])
def test_each_case_comes_out_as_it_must(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / case)
    expected = json.loads(Path("expected.json").read_text())
    words = [str(tmp_path / "release") if word == "OUT" else word for word in shlex.split(Path("cmd.txt").read_text())]
    ran = CliRunner().invoke(app, [*words, *shlex.split(STATED.get(case, ""))])
    if case in REFUSED:
        assert isinstance(ran.exception, ScopeError)
        assert not (tmp_path / "release").exists()
        assert [word for word in expected.get("say", []) if word.lower() not in str(ran.exception).lower()] == []
        return
    assert ran.exception is None, ran.output
    assert check(tmp_path / "release") == []
    release = load(tmp_path / "release")
    period = release.manifest.period
    (site_id,) = release.places
    for asked, devices in expected["count"].items():
        radius_m, stay_min = (int(part.split()[0]) for part in asked.split(", "))
        rule = Rule(
            place=NamedPlace(site_id=site_id),
            radius_m=radius_m,
            min_dwell_min=stay_min,
            start=period.start,
            end=period.end,
        )
        assert count(release, rule).devices.mid == devices
