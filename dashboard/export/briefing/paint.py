"""What stands on a slide beside charts: lines of text, a legend, a table of names and figures, alternative texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from dashboard.export.briefing.deck import Box, rgb, width_of
from dashboard.views.theme import LIGHT

LETTER, LEADING = 0.54, 1.4  # of the size of the type
INSET = Inches(0.05)  # above and below the words of a cell
SWATCH, THICK, ROW = Inches(0.18), Pt(2), Inches(0.34)


@dataclass(frozen=True)
class Line:
    """A paragraph: its words and look; `size` and the space `above` in points."""

    words: str
    size: int = 14
    bold: bool = False
    muted: bool = False
    accent: bool = False
    above: int = 0


def box_of(left: int, top: int, width: int, height: int) -> Box:
    """Return a box in whole units."""
    return Emu(left), Emu(top), Emu(width), Emu(height)


def put(slide: Any, box: Box, lines: Sequence[Line]) -> None:  # noqa: ANN401 python-pptx has no types
    """Add a text box with paragraphs, those without words left out."""
    frame = slide.shapes.add_textbox(*box).text_frame
    _plain(frame)
    said = [line for line in lines if line.words]
    for position, line in enumerate(said):
        paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
        _say(paragraph, line)


def words(slide: Any, box: Box, said: str) -> None:  # noqa: ANN401 as above
    """Add one muted paragraph, nothing for no words."""
    if said:
        put(slide, box, [Line(said, size=12, muted=True)])


def legend(
    slide: Any,  # noqa: ANN401 as above
    place: tuple[int, int, int],
    areas: Sequence[tuple[str, str]],
    lines: Sequence[tuple[str, str]],
) -> int:
    """Add a colour and its words a row, of areas, then of lines, at a left, a top and so wide; return where it ends."""
    left, top, width = place
    rows = [*((*area, SWATCH) for area in areas), *((*line, THICK) for line in lines)]
    for position, (colour, said, tall) in enumerate(rows):
        at = top + position * ROW
        swatch = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, at + (ROW - tall) // 2, SWATCH, tall)
        swatch.shadow.inherit = False
        swatch.fill.solid()
        swatch.fill.fore_color.rgb = rgb(colour)
        swatch.line.fill.background()
        label = slide.shapes.add_textbox(left + SWATCH + Inches(0.1), at, width - SWATCH - Inches(0.1), ROW).text_frame
        _plain(label)
        label.vertical_anchor = MSO_ANCHOR.MIDDLE
        label.text = said
        label.paragraphs[0].font.size = Pt(12)
    return top + (len(rows) + 1) * ROW


def pairs(slide: Any, box: Box, rows: Sequence[tuple[str, str]]) -> None:  # noqa: ANN401 as above
    """Add a table of names and figures."""
    table = slide.shapes.add_table(len(rows), 2, *box).table
    bare(table)
    table.columns[0].width, table.columns[1].width = Emu(box[2] * 7 // 20), Emu(box[2] * 13 // 20)
    for r, row in enumerate(rows):
        for c, said in enumerate(row):
            cell = table.cell(r, c)
            cell.fill.background()
            cell.text = said
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size = Pt(12)
            paragraph.font.color.rgb = rgb(LIGHT.text if c else LIGHT.muted)
            paragraph.alignment = PP_ALIGN.RIGHT if c else PP_ALIGN.LEFT
            cell.margin_left = cell.margin_right = 0


def columns(slide: Any, box: Box, rows: Sequence[tuple[str, Sequence[Line]]], names: int) -> None:  # noqa: ANN401 as above
    """Add a table: a name a row, in a first column so wide, and a cell for each of several columns."""
    many = len(rows[0][1])
    table = slide.shapes.add_table(len(rows), 1 + many, *box).table
    bare(table)
    wide = (box[2] - names) // many
    table.columns[0].width = Emu(names)
    for c in range(1, 1 + many):
        table.columns[c].width = Emu(wide)
    for r, (name, lines) in enumerate(rows):
        table.rows[r].height = Emu(max(box[3] // len(rows), *(_tall(line, wide) for line in lines)))
        for c, line in enumerate([Line(name, size=12, muted=True), *lines]):
            cell = table.cell(r, c)
            cell.fill.background()
            cell.margin_left, cell.vertical_anchor = 0, MSO_ANCHOR.MIDDLE
            _say(cell.text_frame.paragraphs[0], line)


def bare(table: Any) -> None:  # noqa: ANN401 as above
    """Take the stripes and the dark head of a table away."""
    table.first_row = table.horz_banding = False


def alt(slide: Any, name: str, said: Sequence[str]) -> None:  # noqa: ANN401 as above
    """Name the shape that was added last and give it an alternative text."""
    element = list(slide.shapes)[-1]._element  # noqa: SLF001 python-pptx has no alternative texts
    properties = element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", " ".join(part for part in said if part))


def _say(paragraph: Any, line: Line) -> None:  # noqa: ANN401 as above
    run = paragraph.add_run()
    run.text = line.words
    run.font.size, run.font.bold = Pt(line.size), line.bold
    run.font.color.rgb = rgb(LIGHT.accent if line.accent else LIGHT.muted if line.muted else LIGHT.text)
    paragraph.space_before = Pt(line.above)


def _tall(line: Line, width: int) -> int:
    """Return how tall a line of words is in a cell so wide; a letter is about half as wide as it is tall."""
    letters = width / Pt(LETTER * line.size)
    return Pt(LEADING * line.size) * math.ceil(width_of(line.words) / letters) + 2 * INSET


def _plain(frame: Any) -> None:  # noqa: ANN401 as above
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
