"""The briefing as PDF: two pages of A4, typeset by typst from one template and the briefing as JSON."""

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
from dashboard.export.briefing.words import titles
from dashboard.language import current, tag
from dashboard.views.theme import LIGHT

TEMPLATE = Path(__file__).with_name("briefing.typ")


def pdf(briefing: Briefing) -> bytes:
    """Return the briefing as PDF, the same bytes for the same briefing; raise ScopeError where a font is missing."""
    check_fonts()
    said = json.dumps(document(briefing))
    made = int(datetime.combine(briefing.made, time(), UTC).timestamp())
    return typst.compile(TEMPLATE, font_paths=known(), sys_inputs={"briefing": said}, timestamp=made)


def picture(svg: str, width_mm: float, ppi: int) -> bytes:
    """Return a drawing as PNG, with the fonts of the PDF."""
    page = "#set page(width: {} * 1mm, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 100%)"
    source = page.format(width_mm).encode()
    return typst.compile(source, format="png", ppi=ppi, font_paths=known(), sys_inputs={"svg": svg})


def document(briefing: Briefing) -> dict[str, Any]:
    """Return what the template sets, as JSON values."""
    rule, data, digest, _link = briefing.stamp
    words = titles(briefing)
    language, _, script = tag(current()).partition("-")
    return {
        **asdict(briefing),
        "made": briefing.made.isoformat(),
        "stamp": {"rule": rule, "data": data, "digest": f"{words['digest']} {digest}"},
        "origin": list(briefing.origin.items()),
        "days": {"why_not": briefing.days.why_not},
        "days_svg": days_svg(briefing.days),
        "frontier_svg": frontier_svg(briefing.frontier, briefing.unit),
        "words": words,
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
