"""The fonts of a briefing, and whether there is one for Chinese."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib as mpl
import typst

from dashboard.errors import ScopeError
from dashboard.language import code_of, current

LATIN, CHINESE = "Noto Sans", "Noto Sans CJK SC"
# matplotlib brings the last one: a machine without fonts still sets English.
FONTS = (LATIN, CHINESE, "DejaVu Sans")
FOLDER = Path(mpl.get_data_path()) / "fonts" / "ttf"


@cache
def known() -> typst.Fonts:
    """Return the fonts of this machine, and matplotlib's."""
    return typst.Fonts(font_paths=[FOLDER])


def check_fonts() -> None:
    """Raise ScopeError, which says what to install, if the language that is spoken has no font here."""
    if current() == code_of("zh_Hans") and CHINESE not in known().families():
        msg = (
            f"no font for Chinese was found, expected {CHINESE}: install it (Debian: apt-get install fonts-noto-cjk), "
            "or ask for the language en"
        )
        raise ScopeError(msg)
