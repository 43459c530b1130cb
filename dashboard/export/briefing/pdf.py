"""Briefings as PDF: two pages of A4, typeset by typst from a template each and the briefing as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from dashboard.export.briefing.charts import days_svg, frontier_svg
from dashboard.export.briefing.content import Briefing
from dashboard.export.briefing.fonts import CHINESE, FONTS, check_fonts, known
from dashboard.export.briefing.paper import Paper
from dashboard.export.briefing.side_by_side import SideBySide
from dashboard.export.briefing.words import side_by_side_titles, titles
from dashboard.language import _, current, tag
from dashboard.shipped import BRIEFING, SIDE_BY_SIDE
from dashboard.views.theme import LIGHT


def pdf(briefing: Briefing) -> bytes:
    """Return the briefing as PDF, the same bytes for the same briefing; raise ScopeError where a font is missing."""
    return _typeset(BRIEFING, document(briefing), briefing)


def side_by_side_pdf(briefing: SideBySide) -> bytes:
    """Return the briefing of rules side by side as PDF, as `pdf` does."""
    said = {**_common(briefing), "words": side_by_side_titles(briefing)}
    return _typeset(SIDE_BY_SIDE, said, briefing)


def picture(svg: str, width_mm: float, ppi: int) -> bytes:
    """Return a drawing as PNG, with the fonts of the PDF."""
    page = "#set page(width: {} * 1mm, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 100%)"
    source = page.format(width_mm).encode()
    return typst.compile(source, format="png", ppi=ppi, font_paths=known(), sys_inputs={"svg": svg})


def document(briefing: Briefing) -> dict[str, Any]:
    """Return what the template of a rule sets, as JSON values."""
    return {
        **_common(briefing),
        "days": {"why_not": briefing.days.why_not},
        "days_svg": days_svg(briefing.days),
        "frontier_svg": frontier_svg(briefing.frontier, briefing.unit),
        "words": titles(briefing),
    }


def _typeset(template: Path, said: dict[str, Any], paper: Paper) -> bytes:
    check_fonts()
    made = int(datetime.combine(paper.made, time(), UTC).timestamp())
    return typst.compile(template, font_paths=known(), sys_inputs={"briefing": json.dumps(said)}, timestamp=made)


def _common(paper: Paper) -> dict[str, Any]:
    rule, data, digest, _link = paper.stamp
    language, _dash, script = tag(current()).partition("-")
    return {
        **asdict(paper),
        "made": paper.made.isoformat(),
        "stamp": {"rule": rule, "data": data, "digest": f"{_('Release hash')} {digest}"},
        "origin": list(paper.origin.items()),
        "fonts": list(FONTS) if not script else [CHINESE, *FONTS],
        "lang": language,
        "region": "cn" if script else "gb",
        "look": {
            "text": LIGHT.text,
            "muted": LIGHT.muted,
            "line": LIGHT.line,
            "accent": LIGHT.accent,
            "bar": LIGHT.counts[3],
            "returning": LIGHT.counts[2],
        },
    }
