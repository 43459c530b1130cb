"""What is installed holds all that the product needs; what it lacks is one sentence, not a page that hangs."""

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packed import wheel_of
from test_collected import in_the_tree

from dashboard.cli import serving
from dashboard.errors import ScopeError
from dashboard.export.briefing import fonts
from dashboard.shipped import DEMO_RELEASE, require

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
COMMAND = Path(sys.executable).parent / "screening-scope"
CARRIED = ("assets/", "data/demo/")
INSIDE = Path("dashboard/_shipped")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel_of(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """A folder that the wheel was unpacked into, of which parts can be lost."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    return tmp_path / "installed"


def run(installed: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command of what was installed in a folder, with the packages of the tests."""
    command = [sys.executable, "-c", "from dashboard.cli import main; main()", *words]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        command, cwd=installed.parent, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_wheel_holds_what_the_repository_holds_and_nothing_else(wheel: Path) -> None:
    held = in_the_tree("dashboard", "assets", "data/demo")
    expected = {(INSIDE / name).as_posix() if name.startswith(CARRIED) else name for name in held}
    with zipfile.ZipFile(wheel) as archive:
        assert {name for name in archive.namelist() if ".dist-info/" not in name} == expected


def test_what_is_installed_is_found_inside_the_package(installed: Path) -> None:
    script = "from dashboard import shipped; print(shipped.ASSETS, shipped.DEMO_RELEASE, sep='\\n')"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd="/", env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines() == [str(installed / INSIDE / name) for name in ("assets", "data/demo")]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["serve", DEMO_RELEASE], "dashboard/_shipped"),
        (["serve", DEMO_RELEASE], "dashboard/_shipped/assets"),
        (["serve", DEMO_RELEASE], "dashboard/language/zh_Hans"),
        (["serve", DEMO_RELEASE], "dashboard/export/briefing/pieces.typ"),
        (["demo"], "dashboard/_shipped/assets/"),
        (["demo"], "dashboard/_shipped/data"),
        (["demo"], "dashboard/_shipped/data/demo/"),
        (
            ["brief", DEMO_RELEASE, "--rule", "site=xinfadi", "--out", "brief.pdf"],
            "dashboard/export/briefing/briefing.typ",
        ),
        (["brief", DEMO_RELEASE, "--rule", "site=xinfadi", "--out", "brief.pdf"], "dashboard/language/zh_Hans"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else value,
)
def test_a_lost_part_is_one_sentence_at_the_start(installed: Path, words: list[str | Path], part: str) -> None:
    """A part that ends in a stroke loses one file of its own, any other all of it."""
    lost = lose(installed, part)
    said = run(installed, *words)
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.startswith(f"{lost}")
    assert said.stderr.endswith("missing, parts of screening-scope: install it again (pip install --force-reinstall)\n")
    assert len(said.stderr.splitlines()) == 1


def test_a_part_that_a_command_does_not_need_does_not_stop_it(installed: Path) -> None:
    lose(installed, "dashboard/_shipped/assets")
    assert run(installed, "check", DEMO_RELEASE).returncode == 0


def test_a_server_that_lacks_a_part_ends_with_the_sentence(installed: Path) -> None:
    lose(installed, "dashboard/_shipped/assets/")
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "dashboard.server:server",
        "--bind",
        "127.0.0.1:0",
        "--no-control-socket",
    ]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    ran = subprocess.run(
        command, cwd=installed, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert ran.returncode == 4
    assert "is missing, parts of screening-scope" in ran.stderr
    assert "Traceback" not in ran.stderr


def lose(installed: Path, part: str) -> Path:
    """Remove a part, or if it ends in a stroke one file of it; return what a sentence names first."""
    path = installed / part
    files = sorted(file for file in [path, *path.rglob("*")] if file.is_file())
    gone = files[:1] if part.endswith("/") else files
    for file in gone:
        file.unlink()
    return installed if len(gone) > 1 else gone[0]


def test_a_server_says_that_it_has_no_font_for_chinese(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    serving._say_what_fonts_lack()
    assert capfd.readouterr().err == "", "the tests need the font"
    monkeypatch.setattr(fonts, "CHINESE", "No such font")
    serving._say_what_fonts_lack()
    said = capfd.readouterr().err
    assert said.startswith("Briefings in Chinese will be refused: no font for Chinese was found, expected No such font")
    assert len(said.splitlines()) == 1


def test_a_folder_that_holds_nothing_is_no_part(tmp_path: Path) -> None:
    part = tmp_path / "assets"
    for arrange in (lambda: None, part.mkdir):
        arrange()
        with pytest.raises(ScopeError, match="assets is missing"):
            require(part)
    (part / "page.css").touch()
    require(part)


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    said = subprocess.run([COMMAND, "--version"], capture_output=True, text=True, check=True)
    assert said.stdout == f"{project['name']} {project['version']}\n"


def test_no_module_of_the_folder_one_stands_in_is_imported(tmp_path: Path) -> None:
    for name in ("dashboard/__init__.py", "h3.py", "polars.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("raise SystemExit('a stranger was imported')\n")
    said = subprocess.run(
        [COMMAND, "check", DEMO_RELEASE], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert said.returncode == 0, said.stderr
