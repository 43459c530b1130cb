"""The README names every command, option and setting, and every documented chore exists."""

from pathlib import Path

import pytest
import typer.main

from dashboard.cli import app
from dashboard.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
OPTIONS = [
    (name, option)
    for name, command in COMMANDS.items()
    for parameter in command.params
    for option in parameter.opts
    if option.startswith("--") and option != "--help"
]


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented(name: str) -> None:
    assert f"screening-scope {name}" in README


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_option_is_documented(name: str, option: str) -> None:
    assert f"`{option}" in README or f"{option} " in README, f"{name} {option} is not in the README"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_setting_is_documented(name: str) -> None:
    assert f"`{name.upper()}`" in README


@pytest.mark.parametrize(
    "chore", ["setup", "run", "quick", "test", "lint", "bench", "reference", "help", "demo", "package"]
)
def test_chore_exists(chore: str) -> None:
    assert f"\n{chore}:" in (ROOT / "Makefile").read_text()
