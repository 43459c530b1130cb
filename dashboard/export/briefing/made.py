"""A briefing as a file, by its kind: of a rule, or of rules side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dashboard.answers.assumed import Assumed
from dashboard.export.briefing.content import briefing
from dashboard.export.briefing.pdf import pdf, side_by_side_pdf
from dashboard.export.briefing.side_by_side import side_by_side
from dashboard.export.briefing.side_by_side_slides import side_by_side_pptx
from dashboard.export.briefing.slides import pptx
from dashboard.release.load import Release
from dashboard.rule import Rule

WRITERS = {"pdf": pdf, "pptx": pptx}
SIDE_BY_SIDE = {"pdf": side_by_side_pdf, "pptx": side_by_side_pptx}
KINDS = tuple(WRITERS)


def made(kind: str, release: Release, rule: Rule, assumed: Assumed, link: str, now: datetime) -> bytes:  # noqa: PLR0913, PLR0917 what a briefing says
    """Return the briefing of a rule as a file of a kind, one of KINDS; raise ScopeError as `briefing` and they do."""
    return WRITERS[kind](briefing(release, rule, assumed, link, now))


def made_side_by_side(kind: str, release: Release, rules: Sequence[Rule], link: str, now: datetime) -> bytes:
    """Return the briefing of rules side by side as a file of a kind; raise ScopeError as `side_by_side` and they do."""
    return SIDE_BY_SIDE[kind](side_by_side(release, rules, link, now))
