"""The briefing as a file, by its kind."""

from __future__ import annotations

from datetime import datetime

from dashboard.export.briefing.content import briefing
from dashboard.export.briefing.pdf import pdf
from dashboard.export.briefing.slides import pptx
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.ui.assumed import Assumed

WRITERS = {"pdf": pdf, "pptx": pptx}
KINDS = tuple(WRITERS)


def made(kind: str, release: Release, rule: Rule, assumed: Assumed, link: str, now: datetime) -> bytes:  # noqa: PLR0913, PLR0917 what a briefing says
    """Return the briefing of a rule as a file of a kind, one of KINDS; raise ScopeError as `briefing` and they do."""
    return WRITERS[kind](briefing(release, rule, assumed, link, now))
