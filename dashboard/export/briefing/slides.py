"""The briefing as slides: native charts and tables that can be edited, the map as a picture, the method as notes."""

from __future__ import annotations

from typing import Any

from pptx.util import Emu, Inches

from dashboard.export.briefing.content import Briefing
from dashboard.export.briefing.deck import BOTTOM, INNER, MARGIN, TOP, Box, width_of
from dashboard.export.briefing.headline import in_words
from dashboard.export.briefing.map import SHAPE
from dashboard.export.briefing.matrix_table import matrix_table
from dashboard.export.briefing.native import bars_chart, days_chart, frontier_chart
from dashboard.export.briefing.paint import Line, alt, box_of, legend, pairs, put, words
from dashboard.export.briefing.sentences import sentences
from dashboard.export.briefing.stage import (
    GAP,
    HALF,
    HEAD,
    NOTE,
    RIGHT,
    map_picture,
    method_slide,
    noted,
    opened,
    slide_of,
    titled,
    written,
)
from dashboard.export.briefing.words import titles
from dashboard.language import day_short
from dashboard.views.theme import LIGHT

TITLE = Inches(0.6)
BETTER = Inches(4.3)
LEGEND = Inches(3.4)
MUCH = 420  # letters beside the number, that take small type


def pptx(briefing: Briefing) -> bytes:
    """Return the briefing as a presentation; raise ScopeError where the picture of the map lacks a font."""
    deck = opened(briefing, briefing.headline.sentence)
    said = sentences(briefing, titles(briefing))
    for fill in (_number, _where, _when_and_whence, _matrix, _frontier_and_effort):
        fill(deck, briefing, said)
    method_slide(deck, briefing, said["method"], said["origin"])
    return written(deck)


def _number(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide, head = slide_of(deck, briefing, briefing.title), briefing.headline
    kind = " · ".join(part for part in (briefing.synthetic, head.method_words) if part)
    size = 54 if len(head.number) <= 9 else 32
    said_of_it = (head.sentence, briefing.frontier.warning, briefing.frontier.sentence)
    much = sum(map(width_of, said_of_it)) > MUCH
    put(
        slide,
        box_of(MARGIN, TOP, HALF, BOTTOM - TOP),
        [
            Line(briefing.rule, size=14, muted=True),
            Line(kind, size=14, bold=True, accent=True),
            Line(head.unit, size=16, bold=True, above=14),
            Line(head.number, size=size, bold=True),
            Line(head.interval, size=18, muted=True),
            Line(head.sentence, size=13 if much else 16, above=6),
            Line(" · ".join(part for part in (head.devices, head.withheld) if part), size=12, muted=True, above=4),
            Line(briefing.frontier.warning, size=13 if much else 14, accent=True, above=6),
            Line(briefing.frontier.sentence, size=13 if much else 14, above=6),
        ],
    )
    titled(slide, RIGHT, said["stay"])
    box = box_of(RIGHT, TOP + HEAD, HALF, BOTTOM - TOP - HEAD - NOTE)
    if briefing.stay.bars:
        left_out = any(not bar.ours for bar in briefing.stay.bars)
        noted(slide, RIGHT, [said["whiskers"], said["hollow"]] if left_out else [said["whiskers"]])
        bars_chart(slide, box, briefing.stay, head.unit, LIGHT.accent)
        alt(slide, said["stay"], [f"{bar.label}: {bar.words}" for bar in briefing.stay.bars])
    else:
        words(slide, box, briefing.stay.why_not)


def _where(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = slide_of(deck, briefing, said["map"])
    height = BOTTOM - TOP
    width = int(height * SHAPE)
    map_picture(slide, box_of(MARGIN, TOP, width, height), briefing.map, said["map"])
    left = MARGIN + width + Inches(0.4)
    rest = INNER + MARGIN - left
    put(slide, box_of(left, TOP, rest, TITLE), [Line(briefing.map.title, size=14, bold=True)])
    lines = [(LIGHT.accent, said["outline"])]
    if briefing.map.districts:
        lines.append((LIGHT.muted, said["district"]))
    top = TOP + TITLE if briefing.map.title else TOP
    bottom = legend(slide, (left, top, LEGEND), briefing.map.legend, lines)
    words(slide, box_of(left, bottom, rest, Inches(0.8)), briefing.map.note)


def _when_and_whence(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = slide_of(deck, briefing, said["when"])
    titled(slide, MARGIN, said["days"])
    titled(slide, RIGHT, said["homes"])
    left, right = (box_of(at, TOP + HEAD, HALF, BOTTOM - TOP - HEAD - NOTE) for at in (MARGIN, RIGHT))
    if briefing.days.days:
        noted(slide, MARGIN, [said["whiskers_days"]])
        days_chart(slide, left, briefing.days)
        by_day = [f"{day_short(one.day)}: {in_words(one.total, briefing.unit)}." for one in briefing.days.days]
        alt(slide, said["days"], by_day)
    else:
        words(slide, left, briefing.days.why_not)
    if briefing.homes.bars:
        noted(slide, RIGHT, [said["whiskers"]])
        bars_chart(slide, right, briefing.homes, briefing.headline.unit, LIGHT.counts[3])
        alt(slide, said["homes"], [f"{bar.label}: {bar.words}" for bar in briefing.homes.bars])
    else:
        words(slide, right, briefing.homes.why_not)


def _matrix(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = slide_of(deck, briefing, said["matrix"])
    matrix_table(slide, box_of(MARGIN, TOP, INNER, BOTTOM - TOP - NOTE), briefing.matrix)
    alt(slide, said["matrix"], [said["outlined"]])
    noted(slide, MARGIN, [said["outlined"]], INNER)


def _frontier_and_effort(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = slide_of(deck, briefing, said["better"])
    wide = Emu(INNER * 11 // 20)
    left, rest = MARGIN + wide + GAP, INNER - wide - GAP
    titled(slide, MARGIN, said["frontier"], wide)
    put(slide, box_of(left, BETTER, rest, BOTTOM - BETTER), [Line(briefing.frontier.sentence, size=16)])
    box: Box = box_of(MARGIN, TOP + HEAD, wide, BOTTOM - TOP - HEAD - NOTE)
    if briefing.frontier.present is None:
        words(slide, box, briefing.frontier.why_not)
    else:
        noted(slide, MARGIN, [said["whiskers_points"]], wide)
        frontier_chart(slide, box, briefing.frontier, briefing.unit)
        alt(slide, said["frontier"], [briefing.frontier.sentence, briefing.frontier.better])
    titled(slide, left, said["effort"], rest)
    beside = box_of(left, TOP + HEAD, rest, Inches(0.42) * max(1, len(briefing.effort)))
    if briefing.effort:
        pairs(slide, beside, briefing.effort)
        alt(slide, said["effort"], [f"{name}: {value}" for name, value in briefing.effort])
    else:
        words(slide, beside, briefing.effort_why_not)
