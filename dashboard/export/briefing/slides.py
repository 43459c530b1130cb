"""The briefing as slides: native charts and tables that can be edited, the map as a picture, the method as notes."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from pptx.util import Emu, Inches

from dashboard.export.briefing.content import Briefing
from dashboard.export.briefing.deck import BOTTOM, INNER, MARGIN, TOP, Box, new_deck, new_slide, width_of
from dashboard.export.briefing.fonts import check_fonts
from dashboard.export.briefing.headline import in_words
from dashboard.export.briefing.map import HEIGHT_MM, WIDTH_MM
from dashboard.export.briefing.matrix_table import matrix_table
from dashboard.export.briefing.native import bars_chart, days_chart, frontier_chart
from dashboard.export.briefing.paint import Line, alt, box_of, legend, pairs, put, words
from dashboard.export.briefing.pdf import picture
from dashboard.export.briefing.words import titles
from dashboard.export.reproducible import archive
from dashboard.language import _, day_short
from dashboard.views.theme import LIGHT

GAP = Inches(0.5)
HALF = Emu((INNER - GAP) // 2)
RIGHT = Emu(MARGIN + HALF + GAP)
HEAD, NOTE, TITLE = Inches(0.45), Inches(0.3), Inches(0.6)
BETTER = Inches(4.3)
PPI = 220
MUCH = 420  # letters beside the number, that take small type
MOST = 255  # characters that python-pptx lets a property have


def pptx(briefing: Briefing) -> bytes:
    """Return the briefing as a presentation; raise ScopeError where the picture of the map lacks a font."""
    check_fonts()
    deck = new_deck()
    about = deck.core_properties
    about.title, about.author = briefing.title[:MOST], "Screening Scope"
    about.subject = briefing.headline.sentence[:MOST]
    about.created = about.modified = datetime.combine(briefing.made, time())
    said = titles(briefing)
    for fill in (_number, _where, _when_and_whence, _matrix, _frontier_and_effort, _method):
        fill(deck, briefing, said)
    out = io.BytesIO()
    deck.save(out)
    return archive(out.getvalue())


def _slide(deck: Any, briefing: Briefing, title: str) -> Any:  # noqa: ANN401 python-pptx has no types
    rule, data, digest, link = briefing.stamp
    stamp = (rule, data, f"{_('Release hash')} {digest}")
    return new_slide(deck, title, stamp, link, "\n".join([rule, *briefing.method]))


def _number(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide, head = _slide(deck, briefing, briefing.title), briefing.headline
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
    _titled(slide, RIGHT, said["stay"])
    box = box_of(RIGHT, TOP + HEAD, HALF, BOTTOM - TOP - HEAD - NOTE)
    if briefing.stay.bars:
        left_out = any(not bar.ours for bar in briefing.stay.bars)
        _noted(slide, RIGHT, " ".join([said["whiskers"], said["hollow"]] if left_out else [said["whiskers"]]))
        bars_chart(slide, box, briefing.stay, head.unit, LIGHT.accent)
        alt(slide, said["stay"], [f"{bar.label}: {bar.words}" for bar in briefing.stay.bars])
    else:
        words(slide, box, briefing.stay.why_not)


def _where(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = _slide(deck, briefing, said["map"])
    height = BOTTOM - TOP
    width = int(height * WIDTH_MM / HEIGHT_MM)
    file = io.BytesIO(picture(briefing.map.svg, WIDTH_MM, PPI))
    slide.shapes.add_picture(file, MARGIN, TOP, width, height)
    alt(slide, said["map"], [briefing.map.alt])
    left = MARGIN + width + Inches(0.4)
    rest = INNER + MARGIN - left
    put(slide, box_of(left, TOP, rest, TITLE), [Line(briefing.map.title, size=14, bold=True)])
    lines = [(LIGHT.accent, said["outline"])]
    if briefing.map.districts:
        lines.append((LIGHT.muted, said["district"]))
    top = TOP + TITLE if briefing.map.title else TOP
    bottom = legend(slide, left, top, briefing.map.legend, lines)
    words(slide, box_of(left, bottom, rest, Inches(0.8)), briefing.map.note)


def _when_and_whence(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = _slide(deck, briefing, said["when"])
    _titled(slide, MARGIN, said["days"])
    _titled(slide, RIGHT, said["homes"])
    left, right = (box_of(at, TOP + HEAD, HALF, BOTTOM - TOP - HEAD - NOTE) for at in (MARGIN, RIGHT))
    if briefing.days.days:
        _noted(slide, MARGIN, said["whiskers_days"])
        days_chart(slide, left, briefing.days)
        by_day = [f"{day_short(one.day)}: {in_words(one.total, briefing.unit)}." for one in briefing.days.days]
        alt(slide, said["days"], by_day)
    else:
        words(slide, left, briefing.days.why_not)
    if briefing.homes.bars:
        _noted(slide, RIGHT, said["whiskers"])
        bars_chart(slide, right, briefing.homes, briefing.headline.unit, LIGHT.counts[3])
        alt(slide, said["homes"], [f"{bar.label}: {bar.words}" for bar in briefing.homes.bars])
    else:
        words(slide, right, briefing.homes.why_not)


def _matrix(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = _slide(deck, briefing, said["matrix"])
    matrix_table(slide, box_of(MARGIN, TOP, INNER, BOTTOM - TOP - NOTE), briefing.matrix)
    alt(slide, said["matrix"], [said["outlined"]])
    _noted(slide, MARGIN, said["outlined"], INNER)


def _frontier_and_effort(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = _slide(deck, briefing, said["better"])
    wide = Emu(INNER * 11 // 20)
    left, rest = MARGIN + wide + GAP, INNER - wide - GAP
    _titled(slide, MARGIN, said["frontier"], wide)
    put(slide, box_of(left, BETTER, rest, BOTTOM - BETTER), [Line(briefing.frontier.better, size=16)])
    box: Box = box_of(MARGIN, TOP + HEAD, wide, BOTTOM - TOP - HEAD - NOTE)
    if briefing.frontier.present is None:
        words(slide, box, briefing.frontier.why_not)
    else:
        _noted(slide, MARGIN, said["whiskers_points"], wide)
        frontier_chart(slide, box, briefing.frontier, briefing.unit)
        alt(slide, said["frontier"], [briefing.frontier.sentence, briefing.frontier.better])
    _titled(slide, left, said["effort"], rest)
    beside = box_of(left, TOP + HEAD, rest, Inches(0.42) * max(1, len(briefing.effort)))
    if briefing.effort:
        pairs(slide, beside, briefing.effort)
        alt(slide, said["effort"], [f"{name}: {value}" for name, value in briefing.effort])
    else:
        words(slide, beside, briefing.effort_why_not)


def _method(deck: Any, briefing: Briefing, said: dict[str, str]) -> None:  # noqa: ANN401 as above
    slide = _slide(deck, briefing, said["method"])
    put(
        slide,
        box_of(MARGIN, TOP, HALF, BOTTOM - TOP),
        [Line(line, size=12, above=0 if position == 0 else 6) for position, line in enumerate(briefing.method)],
    )
    put(
        slide,
        box_of(RIGHT, TOP, HALF, BOTTOM - TOP),
        [Line(said["origin"], size=14, bold=True)]
        + [Line(f"{name}: {value}", size=11, above=4) for name, value in briefing.origin.items()],
    )


def _titled(slide: Any, left: int, title: str, width: int = HALF) -> None:  # noqa: ANN401 as above
    put(slide, box_of(left, TOP, width, HEAD), [Line(title, size=16, bold=True)])


def _noted(slide: Any, left: int, note: str, width: int = HALF) -> None:  # noqa: ANN401 as above
    """Say how to read what is above, at the bottom of the slide."""
    words(slide, box_of(left, BOTTOM - NOTE, width, NOTE), note)
