"""What the product brings beside its code: in a checkout at the top, in an installed package inside it.

The parts lie alike in both, so that only ROOT differs; pyproject.toml puts them into the wheel.
"""

from __future__ import annotations

import csv
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from dashboard.cache import cache_folder
from dashboard.errors import ScopeError
from dashboard.language import ENGLISH, LANGUAGES
from dashboard.language.messages import file_of

PRODUCT = "screening-scope"
PACKAGE = Path(__file__).parent
_INSIDE = PACKAGE / "_shipped"
INSTALLED = _INSIDE.is_dir()
ROOT = _INSIDE if INSTALLED else PACKAGE.parent

ASSETS = ROOT / "assets"
DEMO_RELEASE = ROOT / "data" / "demo"
BRIEFING, SIDE_BY_SIDE, PIECES = (
    PACKAGE / "export" / "briefing" / f"{name}.typ" for name in ("briefing", "side_by_side", "pieces")
)
CATALOGUES = tuple(file_of(code) for code in LANGUAGES if code != ENGLISH)

OF_BRIEFINGS = (BRIEFING, SIDE_BY_SIDE, PIECES, *CATALOGUES)
OF_PAGES = (ASSETS, *OF_BRIEFINGS)


def demonstration() -> Path:
    """Return where the demonstration lies: as shipped, or the copy in the cache where an installed one is completed."""
    cache = cache_folder()
    copy = cache / DEMO_RELEASE.name if INSTALLED and cache is not None else DEMO_RELEASE
    return copy if copy.is_dir() else DEMO_RELEASE


def require(*parts: Path) -> None:
    """Raise ScopeError, which names the first loss and what to do, unless parts are here whole.

    A part is a file, or a folder with every file that was installed in it; in a checkout, with any.
    """
    installed = _installed()
    for part in parts:
        files = [file for file in installed if part.resolve() in (file, *file.parents)]
        here = any(part.iterdir()) if part.is_dir() else part.exists()
        lost = [file for file in files if not file.exists()] if here else [part]
        if lost:
            are = f" and {len(lost) - 1} more are" if len(lost) > 1 else " is"
            msg = f"{lost[0]}{are} missing, parts of {PRODUCT}: {_remedy()}"
            raise ScopeError(msg)


def name_and_version() -> str:
    """Return the name and the version that the package was installed with; raise ScopeError where it was not."""
    found = _distribution()
    if found is None:
        msg = (
            f"{PRODUCT} runs from {PACKAGE.parent} without being installed, so its version is not known: pip install it"
        )
        raise ScopeError(msg)
    return f"{found.name} {found.version}"


def _installed() -> list[Path]:
    """Return the files that an installer recorded; of a checkout that is installed in place, none of its own."""
    found = _distribution()
    rows = csv.reader((found.read_text("RECORD") or "").splitlines()) if found else ()
    return [Path(str(found.locate_file(row[0]))).resolve() for row in rows if found and row]


def _distribution() -> Distribution | None:
    try:
        return distribution(PRODUCT)
    except PackageNotFoundError:
        return None


def _remedy() -> str:
    return "install it again (pip install --force-reinstall)" if INSTALLED else "check it out again"
