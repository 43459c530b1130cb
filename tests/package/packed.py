"""The wheel and the sdist, built as they would be published, and fresh environments with the wheel in them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")
ABLE = "import ensurepip, venv"


def wheel_of(tree: Path, out: Path) -> Path:
    """Build the wheel of a source tree into a folder and return it."""
    return _built(tree, out, "wheel", "*.whl")


def sdist_of(tree: Path, out: Path) -> Path:
    """Build the sdist of a source tree into a folder and return it."""
    return _built(tree, out, "sdist", "*.tar.gz")


def unpacked(sdist: Path, out: Path) -> Path:
    """Unpack an sdist into a folder and return its top."""
    with tarfile.open(sdist) as archive:
        archive.extractall(out, filter="data")
    (top,) = out.iterdir()
    return top


def fresh(python: str, wheel: Path, venv: Path) -> str:
    """Make an environment that holds nothing but the wheel and what it depends on, as locked; say how much that is."""
    _run(python, "-m", "venv", venv)
    lock = ROOT / ".requirements.lock"
    _run(BIN / "uv", "pip", "install", "--quiet", "--python", venv / "bin" / "python", "--constraint", lock, wheel)
    _run(venv / "bin" / "pip", "--disable-pip-version-check", "check")
    return f"{len(list(venv.glob('lib/python*/site-packages/*.dist-info')))} packages"


def interpreters() -> list[str]:
    """Return the supported interpreters: that of the tests, then what else is on the path and can make environments."""
    own = f"python3.{sys.version_info.minor}"
    others = [name for name in PYTHONS if name != own and shutil.which(name)]
    return [str(Path(sys.base_prefix, "bin", own)), *(name for name in others if not _ran(name, "-c", ABLE).returncode)]


def _built(tree: Path, out: Path, target: str, pattern: str) -> Path:
    _run(sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", out, cwd=tree)
    (built,) = out.glob(pattern)
    return built


def _run(*words: str | Path, cwd: Path | None = None) -> None:
    ran = _ran(*words, cwd=cwd)
    assert ran.returncode == 0, f"{' '.join(map(str, words))} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}"


def _ran(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
