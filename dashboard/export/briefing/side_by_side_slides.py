"""The briefing of rules side by side as slides: a table, native charts to one scale, the maps, the method."""

from __future__ import annotations

from typing import Any

from pptx.util import Inches

from dashboard.export.briefing.deck import BOTTOM, INNER, MARGIN, TOP
from dashboard.export.briefing.map import SHAPE
from dashboard.export.briefing.native import bars_chart
from dashboard.export.briefing.paint import Line, alt, box_of, columns, legend, put, words
from dashboard.export.briefing.parts import Bars
from dashboard.export.briefing.side_by_side import SideBySide
from dashboard.export.briefing.stage import (
    GAP,
    HALF,
    HEAD,
    RIGHT,
    map_picture,
    method_slide,
    opened,
    slide_of,
    titled,
    written,
)
from dashboard.export.briefing.words import side_by_side_titles
from dashboard.language import _
from dashboard.views.theme import LIGHT

NAMES, LEGEND, CAPTION, NOTES = Inches(1.4), Inches(2.7), Inches(0.42), Inches(0.75)
ROW = Inches(0.48)  # at least
ABREAST = 2
ABSENT = "\N{EM DASH}"
SHORT = 9  # letters of a number that is set large


def side_by_side_pptx(briefing: SideBySide) -> bytes:
    """Return the briefing as a presentation; raise ScopeError where the pictures of the maps lack a font."""
    deck = opened(briefing, briefing.stamp[0].replace("\n", " "))
    said = side_by_side_titles(briefing)
    for fill in (_rules, _numbers, _maps):
        fill(deck, briefing, said)
    method_slide(deck, briefing, said["method"], said["origin"])
    return written(deck)


def _rules(deck: Any, briefing: SideBySide, said: dict[str, str]) -> None:  # noqa: ANN401 python-pptx has no types
    slide = slide_of(deck, briefing, briefing.title)
    large = 28 if all(len(side.headline.number) <= SHORT for side in briefing.sides) else 18
    if briefing.synthetic:
        put(slide, box_of(MARGIN, TOP, INNER, HEAD), [Line(briefing.synthetic, size=14, bold=True, accent=True)])
    sides, heads = briefing.sides, [side.headline for side in briefing.sides]
    rows = [
        (
            "",
            [Line(f"{side.letter} · {side.headline.method_words}", size=14, bold=True, accent=True) for side in sides],
        ),
        (_("Place"), [Line(side.place, bold=True) for side in sides]),
        (_("Rule"), [Line(side.rule, size=12) for side in sides]),
        (said["numbers"], [Line(head.number, size=large, bold=True) for head in heads]),
        (_("Low to high"), [Line(head.interval or ABSENT) for head in heads]),
        (_("Difference"), [Line(said["first"]), *(Line(side.difference or ABSENT, bold=True) for side in sides[1:])]),
        (_("Devices"), [Line(" · ".join(filter(None, (head.devices, head.withheld))), size=12) for head in heads]),
    ]
    columns(slide, box_of(MARGIN, TOP + HEAD, INNER, len(rows) * ROW), rows, NAMES)
    alt(slide, said["rules"], [briefing.stamp[0]])


def _numbers(deck: Any, briefing: SideBySide, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = slide_of(deck, briefing, said["how_many"])
    parts: tuple[tuple[int, str, Bars, str], ...] = (
        (MARGIN, said["numbers"], briefing.numbers, LIGHT.accent),
        (RIGHT, said["shared"], briefing.shared, LIGHT.counts[3]),
    )
    for left, title, bars, colour in parts:
        titled(slide, left, title)
        box = box_of(left, TOP + HEAD, HALF, BOTTOM - TOP - HEAD - NOTES)
        if bars.bars:
            bars_chart(slide, box, bars, said["numbers"], colour)
            alt(slide, title, [f"{bar.label}: {bar.words}." for bar in bars.bars])
        else:
            words(slide, box, bars.why_not)
    for left, note in ((MARGIN, said["ranges"]), (RIGHT, briefing.shared_how)):
        words(slide, box_of(left, BOTTOM - NOTES, HALF, NOTES), note)


def _maps(deck: Any, briefing: SideBySide, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = slide_of(deck, briefing, said["map"])
    rows = -(-len(briefing.sides) // ABREAST)
    tall = (BOTTOM - TOP) // rows
    width = min((INNER - LEGEND - ABREAST * GAP) // ABREAST, int((tall - CAPTION) * SHAPE))
    for at, side in enumerate(briefing.sides):
        left, top = MARGIN + at % ABREAST * (width + GAP), TOP + at // ABREAST * tall
        put(slide, box_of(left, top, width, CAPTION), [Line(f"{side.letter}  {side.map.title}", size=10, bold=True)])
        map_picture(slide, box_of(left, top + CAPTION, width, int(width / SHAPE)), side.map, side.letter)
    left, shown = MARGIN + ABREAST * (width + GAP), briefing.sides[0].map
    lines = [(LIGHT.accent, said["outline"])]
    if shown.districts:
        lines.append((LIGHT.muted, said["district"]))
    bottom = legend(slide, (left, TOP + CAPTION, LEGEND), shown.legend, lines)
    words(slide, box_of(left, bottom, LEGEND, Inches(0.8)), shown.note)
