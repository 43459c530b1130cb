"""The whole report: what it costs in accuracy, that it names no device, and the command."""

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from market_days import AWAY, Stay, home_table, released, sightings
from rich.console import Console
from typer.testing import CliRunner

from dashboard.builder.plan import AS_NAMED
from dashboard.cli import app
from dashboard.errors import InputError
from dashboard.release.load import Release
from dashboard.risk.accuracy import accuracy
from dashboard.risk.known import known
from dashboard.risk.part import Effort, Part, percent
from dashboard.risk.report import Report, risk
from dashboard.risk.show import rendered
from dashboard.shipped import DEMO_RELEASE

COMMAND = Path(sys.executable).parent / "screening-scope"
QUICK = Effort(simulated=10, real=5, reconstructed=1, windows=20)
THRESHOLD = 15
# Identifiers of the kinds that operators hold, each found nowhere else.
DEVICES = [f"4600012345{number:05}" for number in range(20)] + [f"9f86d081-{number:04x}" for number in range(20)]
STAYS = [Stay(device, day=day) for n, device in enumerate(DEVICES) for day in range(3) if n % 2 or day == n % 3]
HOMES = {device: ("north", "south")[n % 4 == 0] for n, device in enumerate(DEVICES)}


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Path, Path]:
    """A release, and the sightings and homes that it was built from."""
    folder = tmp_path_factory.mktemp("operator")
    sightings(STAYS).write_parquet(folder / "sightings.parquet")
    home_table(HOMES).write_parquet(folder / "home.parquet")
    release = released(folder, STAYS, threshold=THRESHOLD, homes=HOMES)
    return release, folder / "sightings.parquet", folder / "home.parquet"


@pytest.fixture(scope="module")
def report(operator: tuple[Release, Path, Path]) -> Report:
    release, seen, home = operator
    return risk(release, sightings=seen, home=home, effort=QUICK)


def on_terminal(report: Report) -> str:
    console = Console(file=io.StringIO(), width=200)
    console.print(*rendered(report))
    return console.file.getvalue()


def test_the_report_names_no_device_of_the_sightings(report: Report) -> None:
    said = json.dumps(report.to_dict()) + on_terminal(report)
    assert [device for device in DEVICES if device in said] == []
    assert "market" in said.lower()


def test_the_report_has_its_parts_each_with_a_sentence(report: Report) -> None:
    parts = report.to_dict()
    assert list(parts) == ["release", "differences", "membership", "reconstruction", "accuracy"]
    assert all(parts[name]["meaning"].endswith(".") and parts[name]["rows"] for name in list(parts)[1:])
    assert {(row["who"], row["among"]) for row in parts["membership"]["rows"]} == {
        (who, among) for who in ("on one day", "on every day") for among in ("its own places", "devices")
    }


def test_a_long_table_is_cut_on_the_terminal(report: Report) -> None:
    long = Part(
        name="x", title="X", meaning="Many.", figures=pl.DataFrame({"place": [f"place {n}" for n in range(50)]})
    )
    said = on_terminal(Report(release=report.release, parts=[long]))
    assert "place 39" in said
    assert "place 40" not in said
    assert "10 more rows are in the output of --json." in said


def test_the_report_is_the_same_again(operator: tuple[Release, Path, Path], report: Report) -> None:
    release, seen, home = operator
    assert risk(release, sightings=seen, home=home, effort=QUICK).to_dict() == report.to_dict()


def test_without_a_threshold_nothing_is_lost(operator: tuple[Release, Path, Path]) -> None:
    release, seen, _ = operator
    with known(release, seen, None) as truth:
        assert truth is not None
        figures = accuracy(truth.exact, truth.exact, np.random.default_rng(1), windows=20)
    assert figures.select("median_error", "p95_error").sum().row(0) == (0, 0)
    assert figures["inside"].min() == 1


def test_the_error_is_that_of_the_middle_and_the_interval_holds_the_truth(tmp_path: Path) -> None:
    # On the second day one device: withheld, shown as 8 of 1 to 14. On the first 20, and in both days 20 + 8.
    stays = [*(Stay(f"first-{n}") for n in range(20)), Stay("second", day=1)]
    release, exact = (released(tmp_path, stays, threshold=threshold) for threshold in (THRESHOLD, 1))
    overall = accuracy(release, exact, np.random.default_rng(1), windows=6).row(-1, named=True)
    assert (overall["least"], overall["most"], overall["inside"]) == (1, 21, 1)
    # Of the six windows two flag 20, two flag 21 and two flag 1.
    assert overall["median_error"] == pytest.approx(7 / 21)
    assert overall["p95_error"] == 7


def test_each_decile_holds_a_tenth_of_the_rules_from_the_fewest_devices_to_the_most(
    operator: tuple[Release, Path, Path],
) -> None:
    release, _, _ = operator
    figures = accuracy(release, release, np.random.default_rng(1), windows=20)
    deciles, overall = figures[:-1], figures.row(-1, named=True)
    assert deciles["decile"].to_list() == [str(number) for number in range(1, 11)]
    assert deciles["rules"].max() - deciles["rules"].min() <= 1
    assert deciles["rules"].sum() == overall["rules"]
    assert (deciles["most"][:-1] <= deciles["least"][1:]).all()


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
@example(1e-9)
@example(0.9996)
def test_no_share_that_is_neither_none_nor_all_is_said_to_be(share: float) -> None:
    assert percent(share) not in {percent(0), percent(1), "0.0%", "100.0%"}


def test_a_place_where_nobody_came_is_reported_too(tmp_path: Path) -> None:
    stays = [Stay("away", radius_m=AWAY)]
    sightings(stays).write_parquet(tmp_path / "sightings.parquet")
    parts = risk(released(tmp_path, stays), sightings=tmp_path / "sightings.parquet", effort=QUICK).to_dict()
    assert {row["isolating"] for row in parts["differences"]["rows"]} == {0}
    assert parts["accuracy"]["meaning"].startswith("None of the rules")


def test_other_sightings_are_refused(operator: tuple[Release, Path, Path], tmp_path: Path) -> None:
    release, _, _ = operator
    sightings(STAYS[:-1]).write_parquet(tmp_path / "other.parquet")
    with pytest.raises(InputError, match="expected the sightings that the release was built from"):
        risk(release, sightings=tmp_path / "other.parquet", effort=QUICK)


def test_the_command_reports_on_the_demonstration() -> None:
    said = subprocess.run([COMMAND, "risk", DEMO_RELEASE, "--json"], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    parts = json.loads(said.stdout)
    assert list(parts) == ["release", "differences", "membership", "reconstruction"]
    assert sum(row["differences"] for row in parts["differences"]["rows"]) == 247_464
    assert parts["release"]["synthetic"] is True


def test_the_command_prints_each_part_for_the_files_it_was_given(
    operator: tuple[Release, Path, Path], report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, seen, home = operator
    asked = {}

    def made_already(release: Release, **files: Path) -> Report:
        asked.update(files, path=release.path)
        return report

    monkeypatch.setattr("dashboard.risk.report.risk", made_already)
    said = CliRunner().invoke(app, ["risk", str(release.path), "--sightings", str(seen), "--home", str(home)])
    assert said.exit_code == 0, said.output
    assert asked == {"path": release.path, "sightings": str(seen), "home": home, "plan": AS_NAMED}
    for title in ("1. Neighbouring differences", "2. Membership", "3. Reconstruction", "4. Accuracy"):
        assert title in said.output


def test_homes_without_sightings_are_one_line_on_stderr(operator: tuple[Release, Path, Path]) -> None:
    release, _, home = operator
    said = subprocess.run([COMMAND, "risk", release.path, "--home", home], capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
