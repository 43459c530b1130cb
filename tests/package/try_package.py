"""Build the package and try it where users install it: python tests/package/try_package.py [PYTHON ...].

The first interpreter tries every situation, each of the others all of them at once. Prints a line for everything tried;
ends with 1 if one went wrong, else leaves wheel and sdist in dist/.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import packed
import situations
import tries
from playwright.sync_api import Browser, sync_playwright
from situations import Situation, arranged
from tries import Installed

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
FIRST = (situations.USUAL, situations.FAR, situations.READ_ONLY, situations.HOMELESS)
FURTHER = (situations.ALL_AT_ONCE,)


@dataclass(kw_only=True)
class Trial:
    """What is tried, where it lies and what it is looked at with; its lines are printed as they come."""

    wheel: Path
    top: Path
    browser: Browser
    wrong: int = 0

    def tried(self, where: str, what: str, attempt: Callable[[], str]) -> None:
        """Try something and print what was found, or what went wrong."""
        begun = time.monotonic()
        try:
            mark, found = "ok", attempt()
        except Exception as error:  # noqa: BLE001 this is what is looked for
            self.wrong += 1
            mark, found = "WRONG", f"{type(error).__name__}: {error}"
        print(f"{mark:5} {time.monotonic() - begun:5.1f} s  {where:52} {what:28} {found}", flush=True)  # noqa: T201

    def same_wheel(self) -> str:
        """Build the wheel from the sdist."""
        sdist = packed.sdist_of(packed.ROOT, self.wheel.parent)
        again = packed.wheel_of(packed.unpacked(sdist, self.top / "sdist"), self.top / "again")
        assert again.name == self.wheel.name
        assert again.read_bytes() == self.wheel.read_bytes(), "the sdist builds another wheel"
        return f"{again.name}, {again.stat().st_size:,} bytes"

    def in_situation(self, python: str, situation: Situation) -> None:
        """Install the wheel, unless it is there, and try every command."""
        name, folder = Path(python).name, self.top / situation.folder
        where = f"{name}, {situation.name}"
        venv, work = folder / name, folder / f"work of {name}, {situation.home} home"
        if not venv.exists():
            self.tried(where, "install", lambda: packed.fresh(python, self.wheel, venv))
        with arranged(situation, venv, work) as through:
            product = Installed(command=venv / "bin" / "screening-scope", through=through, work=work)
            for what, attempt in tries.ALL.items():
                self.tried(where, what, lambda attempt=attempt: attempt(product, self.browser))


def main(pythons: list[str]) -> int:
    """Try all there is to try and return how much went wrong."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        top = Path(temporary)
        top.chmod(0o755)  # a user without a name must come in
        chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGS))
        trial = Trial(wheel=packed.wheel_of(packed.ROOT, top / "dist"), top=top, browser=browser)
        trial.tried("sdist", "builds the same wheel", trial.same_wheel)
        for number, python in enumerate(pythons):
            for situation in FURTHER if number else FIRST:
                trial.in_situation(python, situation)
        if not trial.wrong:
            shutil.copytree(trial.wheel.parent, packed.ROOT / "dist", dirs_exist_ok=True)
    for python in packed.PYTHONS:
        if python not in {Path(tried).name for tried in pythons}:
            print(f"not tried: {python}, which is not on the path or was not asked for")  # noqa: T201
    return trial.wrong


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:] or packed.interpreters()), 1))
