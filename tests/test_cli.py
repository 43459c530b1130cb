"""The commands, as they are typed."""

import json
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard import cells
from dashboard.shipped import DEMO_RELEASE

COMMAND = Path(sys.executable).parent / "screening-scope"
RULE = ["--radius-m", "500", "--min-dwell-min", "15", "--from", "2020-05-30", "--to", "2020-06-12"]
MARKET = (39.81, 116.341)


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *map(str, words)], capture_output=True, text=True, check=False, timeout=120)


def test_count_says_the_sentence_and_that_the_city_is_synthetic() -> None:
    said = run("count", DEMO_RELEASE, "--site", "xinfadi", *RULE)
    assert said.returncode == 0
    assert said.stdout.startswith("Counted. Synthetic. ")
    assert "were within 500\N{NO-BREAK SPACE}m of Xinfadi market, for 15 minutes or more" in said.stdout


def test_count_gives_json_with_low_mid_and_high() -> None:
    answer = json.loads(run("count", DEMO_RELEASE, "--site", "xinfadi", *RULE, "--json").stdout)
    assert answer["method"] == "counted"
    assert answer["synthetic"] is True
    assert answer["rule"]["radius_m"] == 500
    for unit in ("devices", "people"):
        assert 0 < answer[unit]["low"] <= answer[unit]["mid"] <= answer[unit]["high"]


def test_count_of_several_places_says_that_it_is_a_bracket_and_why() -> None:
    said = run("count", DEMO_RELEASE, "--site", "xinfadi", "--site", "xingong", *RULE)
    assert said.stdout.startswith("Bracket. Synthetic. Between ")
    assert "of at least one of Xinfadi market and Xingong station" in said.stdout
    assert "because nobody counted them together" in said.stdout


def test_a_rule_that_cannot_be_answered_is_one_line_on_stderr() -> None:
    said = run("count", DEMO_RELEASE, "--site", "xinfad", *RULE)
    assert said.returncode == 1
    assert said.stderr.startswith("site is 'xinfad', expected one of xinfadi")
    assert "Traceback" not in said.stderr


def test_check_sums_a_sound_release_up() -> None:
    said = run("check", DEMO_RELEASE)
    assert said.returncode == 0
    assert "(synthetic)" in said.stdout
    assert "withheld" in said.stdout


def test_a_release_that_is_not_sound_is_refused_by_check_count_and_serve(tmp_path: Path) -> None:
    broken = shutil.copytree(DEMO_RELEASE, tmp_path / "broken")
    with (broken / "reach.parquet").open("ab") as file:
        file.write(b"more")
    for words in (
        ["check", broken],
        ["count", broken, "--site", "xinfadi", *RULE],
        ["serve", broken, "--port", "58050"],
    ):
        said = run(*words)
        assert said.returncode == 1
        assert "reach.parquet: its SHA-256 is not the one in the manifest" in said.stderr


def test_serve_says_that_a_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = run("serve", DEMO_RELEASE, "--port", str(taken.getsockname()[1]))
    assert said.returncode == 1
    assert "choose another with --host or --port" in said.stderr


@pytest.mark.long
def test_helsinki_imports_checks_and_answers_with_a_bracket(helsinki_csv: Path, tmp_path: Path) -> None:
    out = tmp_path / "helsinki"
    columns = ["--cell", "h3", "--time", "start", "--devices", "devices", "--time-zone", "Europe/Helsinki"]
    site = ["--site", "Hakaniemi market hall,60.1795,24.9508", "--presence-rule", "one_cell_per_hour"]
    assert run("import", helsinki_csv, *columns, "--title", "Helsinki", "--out", out, *site).returncode == 0
    assert "604,762 rows" in run("check", out).stdout
    rule = ["--site", "hakaniemi-market-hall", "--radius-m", "500", "--min-dwell-min", "0"]
    days = ["--from", "2018-05-16", "--to", "2018-05-20"]
    assert run("count", out, *rule, *days).stdout.startswith("Bracket. Between ")
    answer = json.loads(run("count", out, *rule, *days, "--json").stdout)
    assert answer["method"] == "bracket"
    assert answer["devices"]["mid"] is None
    assert answer["people"] is None


def sightings(folder: Path) -> list[str | Path]:
    """Write three devices by a market on two days, one of them on both, and return the options of `build`."""
    at = cells.to_text(cells.at(*MARKET, 10))
    first = datetime(2020, 6, 10, 4, tzinfo=UTC)
    seen = [("a", 0), ("a", 1), ("b", 0), ("c", 1)]
    moments = [(device, first + timedelta(days=day, minutes=m)) for device, day in seen for m in (0, 20)]
    rows = "".join(f"{device},{moment.isoformat()},{at}\n" for device, moment in moments)
    (folder / "sightings.csv").write_text(f"device,time,cell\n{rows}")
    (folder / "sites.csv").write_text(
        f"site_id,name,name_zh,kind,lat,lng,district,members\nmarket,Market,,market,{MARKET[0]},{MARKET[1]},,\n"
    )
    return ["--sightings", folder / "sightings.csv", "--sites", folder / "sites.csv"]


def test_build_counts_three_devices_on_two_days(tmp_path: Path) -> None:
    out = tmp_path / "release"
    options = ["--radii-m", "250,500", "--min-dwell-min", "0,15", "--threshold", "1", "--no-noise", "--out", out]
    built = run("build", *sightings(tmp_path), *options)
    assert built.returncode == 0, built.stderr
    rule = ["--site", "market", "--radius-m", "250", "--min-dwell-min", "15"]
    for days, devices in ((("10", "11"), 3), (("10", "10"), 2), (("11", "11"), 2)):
        window = ["--from", f"2020-06-{days[0]}", "--to", f"2020-06-{days[1]}"]
        assert json.loads(run("count", out, *rule, *window, "--json").stdout)["devices"]["mid"] == devices


@pytest.mark.parametrize("radii", ["250,wide", "250;500"])
def test_build_says_which_option_is_wrong(tmp_path: Path, radii: str) -> None:
    said = run("build", *sightings(tmp_path), "--radii-m", radii, "--out", tmp_path / "release")
    assert said.returncode == 1
    assert said.stderr.startswith(f"--radii-m is '{radii}', expected whole numbers")
    assert not (tmp_path / "release").exists()


def test_operators_add_on_the_terminal(tmp_path: Path) -> None:
    folders = []
    for name in ("A", "B"):
        (tmp_path / name).mkdir()
        about = tmp_path / name / "about.json"
        about.write_text(json.dumps({"operator": {"name": name, "market_share": 0.25}, "time_zone": "Asia/Shanghai"}))
        out = tmp_path / f"release-{name}"
        options = [
            "--radii-m",
            "250",
            "--min-dwell-min",
            "0",
            "--threshold",
            "1",
            "--no-noise",
            "--manifest",
            about,
            "--out",
            out,
        ]
        assert run("build", *sightings(tmp_path / name), *options).returncode == 0
        folders.append(out)
    rule = [
        "--site",
        "market",
        "--radius-m",
        "250",
        "--min-dwell-min",
        "0",
        "--from",
        "2020-06-10",
        "--to",
        "2020-06-11",
    ]
    answer = json.loads(run("count", *folders, *rule, "--per-operator", "--json").stdout)
    assert answer["devices"]["mid"] == 6
    assert {name: part["devices"]["mid"] for name, part in answer["operators"].items()} == {"A": 3, "B": 3}


def test_commands_are_known_before_what_counts_is_loaded() -> None:
    script = "import sys, dashboard.cli; print(*{'dash', 'narwhals', 'numpy', 'polars', 'pydantic'} & {*sys.modules})"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout == "\n"
