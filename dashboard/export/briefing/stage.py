"""What the slides of every briefing are set on and end with: opened and written, titled, stamped, noted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from pptx.util import Emu, Inches

from dashboard.export.briefing.deck import BOTTOM, INNER, MARGIN, TOP, Box, new_deck, new_slide
from dashboard.export.briefing.fonts import check_fonts
from dashboard.export.briefing.map import MapPart
from dashboard.export.briefing.paint import Line, alt, box_of, put, words
from dashboard.export.briefing.paper import Paper
from dashboard.export.briefing.pdf import picture
from dashboard.export.reproducible import archive
from dashboard.language import _

GAP = Inches(0.5)
HALF = Emu((INNER - GAP) // 2)
RIGHT = Emu(MARGIN + HALF + GAP)
HEAD, NOTE = Inches(0.45), Inches(0.3)
PPI = 220
MOST = 255  # characters that python-pptx lets a property have


def opened(paper: Paper, subject: str) -> Any:  # noqa: ANN401 python-pptx has no types
    """Return an empty presentation of a briefing; raise ScopeError where its language has no font for pictures."""
    check_fonts()
    deck = new_deck()
    about = deck.core_properties
    about.title, about.author = paper.title[:MOST], "Screening Scope"
    about.subject = subject[:MOST]
    about.created = about.modified = datetime.combine(paper.made, time())
    return deck


def written(deck: Any) -> bytes:  # noqa: ANN401 as above
    """Return a presentation as a file, the same bytes for the same slides."""
    out = io.BytesIO()
    deck.save(out)
    return archive(out.getvalue())


def slide_of(deck: Any, paper: Paper, title: str) -> Any:  # noqa: ANN401 as above
    """Add a slide with the stamp of a briefing, and its method as notes."""
    rule, data, digest, link = paper.stamp
    stamp = (rule, data, f"{_('Release hash')} {digest}")
    return new_slide(deck, title, stamp, link, "\n".join([rule, *paper.method, link]))


def method_slide(deck: Any, paper: Paper, title: str, origin: str) -> None:  # noqa: ANN401 as above
    """Add the slide of method and origin under their titles."""
    slide = slide_of(deck, paper, title)
    put(
        slide,
        box_of(MARGIN, TOP, HALF, BOTTOM - TOP),
        [Line(line, size=12, above=0 if position == 0 else 6) for position, line in enumerate(paper.method)],
    )
    put(
        slide,
        box_of(RIGHT, TOP, HALF, BOTTOM - TOP),
        [Line(origin, size=14, bold=True)]
        + [Line(f"{name}: {value}", size=11, above=4) for name, value in paper.origin.items()],
    )


def map_picture(slide: Any, box: Box, part: MapPart, name: str) -> None:  # noqa: ANN401 as above
    """Add a map as a picture with its words."""
    slide.shapes.add_picture(io.BytesIO(picture(part.svg, part.width_mm, PPI)), *box)
    alt(slide, name, [part.alt])


def titled(slide: Any, left: int, title: str, width: int = HALF) -> None:  # noqa: ANN401 as above
    """Put a title over a part of a slide."""
    put(slide, box_of(left, TOP, width, HEAD), [Line(title, size=16, bold=True)])


def noted(slide: Any, left: int, notes: Sequence[str], width: int = HALF) -> None:  # noqa: ANN401 as above
    """Say how to read what is above, at the bottom of the slide."""
    words(slide, box_of(left, BOTTOM - NOTE, width, NOTE), " ".join(notes))
