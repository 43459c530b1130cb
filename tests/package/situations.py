"""What a user's machine may be like: its folders, its home, its locale, and what a command is started through."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PLAIN, ELSEWHERE = "plain", "out of the way 新发地 市场"

# A user that no list of users knows, whom a read-only folder stops; root is neither. The first that runs here is taken.
NOBODY = (
    ("unshare", "--user", "--map-user=12345", "--map-group=12345"),
    ("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"),
)

# What lies in a folder of somebody else's, and must neither be imported nor read.
STRANGERS = ("dashboard/__init__.py", "h3.py", "dash.py", "gunicorn.conf.py")


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Where and how the commands run; `folder` names the folder that holds the environment and the work."""

    name: str
    folder: str = PLAIN
    home: str = "writable"  # or "read-only", or "none"
    locale: dict[str, str] = field(default_factory=dict)
    strangers: bool = False


C_LOCALE = {"LANG": "C", "LC_ALL": "C"}
USUAL = Situation(name="an empty folder")
FAR = Situation(name="LC_ALL=C, a path with blanks and Chinese", folder=ELSEWHERE, locale=C_LOCALE)
READ_ONLY = Situation(name="a read-only home and package", home="read-only")
HOMELESS = Situation(name="no HOME, strangers' modules beside", home="none", strangers=True)
ALL_AT_ONCE = Situation(
    name="LC_ALL=C, no HOME, blanks and Chinese", folder=ELSEWHERE, locale=C_LOCALE, home="none", strangers=True
)


@contextmanager
def arranged(situation: Situation, venv: Path, work: Path) -> Iterator[list[str]]:
    """Lay out the folders of a situation, and give what a command is started through; put right what was closed."""
    work.mkdir(parents=True)
    home, temporary = work.parent / f"home of {work.name}", work.parent / f"temporary of {work.name}"
    for folder in (home, temporary):
        folder.mkdir()
    for folder in (work, home, temporary):
        folder.chmod(0o777)
    for name in STRANGERS if situation.strangers else ():
        (work / name).parent.mkdir(exist_ok=True)
        (work / name).write_text("raise SystemExit('a stranger was imported')\n")
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(temporary), **situation.locale}
    if situation.home != "none":
        environment["HOME"] = str(home)
    through = [] if situation.home == "writable" else _nobody(venv)
    closed = _closed(home, venv) if situation.home == "read-only" else []
    for folder in closed:
        folder.chmod(0o555)
    try:
        yield [*through, "env", "-i", *(f"{name}={value}" for name, value in environment.items())]
    finally:
        for folder in closed:
            folder.chmod(0o755)


def _closed(home: Path, venv: Path) -> list[Path]:
    """Return the home and the folders of the package; files may be links that another environment shares."""
    (package,) = venv.glob("lib/python*/site-packages/dashboard")
    return [home, *(path for path in (package, *package.rglob("*")) if stat.S_ISDIR(path.lstat().st_mode))]


def _nobody(venv: Path) -> list[str]:
    """Return what starts a command as a user without a name; nothing where this machine allows none."""
    for through in NOBODY:
        if (
            shutil.which(through[0])
            and not subprocess.run(
                [*through, venv / "bin" / "python", "-c", ""], capture_output=True, check=False
            ).returncode
        ):
            return list(through)
    print("tried as this user: no other is allowed here")  # noqa: T201
    return []
