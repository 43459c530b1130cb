"""The matrix as a table of the slides, each field in its colour, the rule outlined."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from dashboard.export.briefing.colours import Field
from dashboard.export.briefing.deck import Box, rgb
from dashboard.export.briefing.paint import bare
from dashboard.export.briefing.parts import MatrixPart
from dashboard.views.theme import LIGHT

LABELS = Inches(1.2)
MOST_TALL = Inches(0.6)
INTERVAL_PT = 10
SIDES = ("a:lnL", "a:lnR", "a:lnT", "a:lnB")
WHITE, OUTLINE = ("12700", LIGHT.surface), ("38100", LIGHT.accent)


def matrix_table(slide: Any, box: Box, part: MatrixPart) -> None:  # noqa: ANN401 python-pptx has no types
    """Add the matrix: stays across, radii down."""
    left, top, width, height = box
    rows, columns = len(part.rows) + 1, len(part.stays) + 1
    tall = Emu(min(height // rows, MOST_TALL))
    table = slide.shapes.add_table(rows, columns, left, top, width, tall * rows).table
    bare(table)
    table.columns[0].width = LABELS
    for c in range(1, columns):
        table.columns[c].width = Emu((width - LABELS) // (columns - 1))
    for r in range(rows):
        table.rows[r].height = tall
    _label(table.cell(0, 0), "")
    for c, stay in enumerate(part.stays, start=1):
        _label(table.cell(0, c), stay)
    for r, row in enumerate(part.rows, start=1):
        _label(table.cell(r, 0), row.label)
        for c, field in enumerate(row.fields, start=1):
            _field(table.cell(r, c), field)
    _outline(table, part)


def _label(cell: Any, words: str) -> None:  # noqa: ANN401 as above
    _say(cell, words, LIGHT.muted)
    cell.fill.background()


def _field(cell: Any, field: Field | None) -> None:  # noqa: ANN401 as above
    if field is None:
        _label(cell, "\N{EN DASH}")
        return
    _say(cell, field.label, field.ink, bold=field.present)
    if field.interval:
        run = cell.text_frame.paragraphs[0].add_run()
        run.text = f" {field.interval}"
        run.font.size, run.font.bold = Pt(INTERVAL_PT), False
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(field.fill)
    for side in SIDES:
        _line(cell, side, *WHITE)


def _outline(table: Any, part: MatrixPart) -> None:  # noqa: ANN401 as above
    """Outline the rule: a line between two fields belongs to both."""
    for r, row in enumerate(part.rows, start=1):
        for c, field in enumerate(row.fields, start=1):
            if field is None or not field.present:
                continue
            around = (("a:lnR", r, c - 1), ("a:lnL", r, c + 1), ("a:lnB", r - 1, c), ("a:lnT", r + 1, c))
            for side, at_row, at_column in around:
                if at_row <= len(part.rows) and at_column <= len(part.stays):
                    _line(table.cell(at_row, at_column), side, *OUTLINE)
            for side in SIDES:
                _line(table.cell(r, c), side, *OUTLINE)


def _say(cell: Any, words: str, colour: str, *, bold: bool = False) -> None:  # noqa: ANN401 as above
    cell.text = words
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = 0
    cell.margin_left = cell.margin_right = Inches(0.04)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    paragraph.font.size, paragraph.font.bold = Pt(12), bold
    paragraph.font.color.rgb = rgb(colour)


def _line(cell: Any, side: str, width: str, colour: str) -> None:  # noqa: ANN401 as above
    """Set one side of a cell; lines stand before its fill. Source: ECMA-376 part 1, 21.1.3.17 (tcPr)."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 python-pptx has no borders
    for old in properties.findall(qn(side)):
        properties.remove(old)
    line = etree.Element(qn(side), w=width)
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour[1:].upper())
    before = sum(1 for other in SIDES[: SIDES.index(side)] if properties.find(qn(other)) is not None)
    properties.insert(before, line)
