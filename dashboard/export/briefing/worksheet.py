"""The worksheet behind a native chart, and the whiskers that the chart draws from it: low and high of every number."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet as Sheet

from dashboard.export.reproducible import workbook
from dashboard.language import _
from dashboard.views.theme import LIGHT

Number = int | float
Ends = tuple[Number, Number | None, Number]  # low, middle (none in a bracket), high

SHEET = "Sheet1"  # as python-pptx refers to it
THIN = "9525"  # three quarters of a point, in EMU


@dataclass(frozen=True, kw_only=True)
class Lengths:
    """How far whiskers reach to one side, None where there is none, and where that stands in the worksheet."""

    place: str
    lengths: tuple[Number | None, ...]


@contextmanager
def worksheet(chart: Any) -> Iterator[Worksheet]:  # noqa: ANN401 python-pptx has no types
    """Give a new worksheet, which becomes that of a chart in place of python-pptx's own."""
    file = io.BytesIO()
    with workbook(file) as book:
        yield Worksheet(book.add_worksheet(SHEET))
    chart.part.chart_workbook.update_from_xlsx_blob(file.getvalue())


class Worksheet:
    """Columns of numbers, and the whiskers of series that are drawn from them; rows and columns count from 0."""

    def __init__(self, sheet: Sheet) -> None:
        """Write to a sheet of a workbook."""
        self._sheet = sheet

    def column(self, row: int, column: int, name: str, values: Sequence[str | Number | None]) -> None:
        """Write a column under its name; None is left empty."""
        self._sheet.write_string(row, column, name)
        for at, value in enumerate(values, start=row + 1):
            # Never `write`: it takes a name that begins with = for a formula.
            if isinstance(value, str):
                self._sheet.write_string(at, column, value)
            elif value is not None:
                self._sheet.write_number(at, column, value)

    def ends(self, row: int, column: int, name: str, ends: Sequence[Ends]) -> None:
        """Write two columns, the low and the high of what `name` says."""
        self.column(row, column, _("{name}, low").format(name=name), [low for low, _mid, _high in ends])
        self.column(row, column + 1, _("{name}, high").format(name=name), [high for _low, _mid, high in ends])

    def whiskers(self, row: int, column: int, name: str, mids: int, ends: Sequence[Ends]) -> tuple[Lengths, Lengths]:
        """Write low and high and, beside them, how far below and above the column `mids` they lie; return those."""
        self.ends(row, column, name, ends)
        self._sheet.write_string(row, column + 2, _("{name}, to low").format(name=name))
        self._sheet.write_string(row, column + 3, _("{name}, to high").format(name=name))
        down = self._lengths(row, column + 2, (mids, column), [_less(mid, low) for low, mid, _high in ends])
        up = self._lengths(row, column + 3, (column + 1, mids), [_less(high, mid) for _low, mid, high in ends])
        return down, up

    def ranges(self, row: int, column: int, columns: tuple[int, int], ends: Sequence[Ends]) -> Lengths:
        """Write how far the low of each bracket lies below its high, which stand in these `columns`; return that."""
        self._sheet.write_string(row, column, _("high to low, in a bracket"))
        low, high = columns
        return self._lengths(row, column, (high, low), [high - low if mid is None else None for low, mid, high in ends])

    def _lengths(self, row: int, column: int, of: tuple[int, int], lengths: Sequence[Number | None]) -> Lengths:
        """Write the differences of two columns as formulas: who changes a low moves its whisker."""
        for at, length in enumerate(lengths, start=row + 1):
            if length is None:
                continue
            more, less = (xl_rowcol_to_cell(at, one) for one in of)
            self._sheet.write_formula(at, column, f"={more}-{less}", value=length)
        place = f"{SHEET}!{xl_range_abs(row + 1, column, row + len(lengths), column)}"
        return Lengths(place=place, lengths=tuple(lengths))


def _less(more: Number | None, less: Number | None) -> Number | None:
    return None if more is None or less is None else more - less


def draw(series: Any, lengths: tuple[Lengths, Lengths | None], *, axis: str = "", colour: str = LIGHT.text) -> None:  # noqa: ANN401 as above
    """Draw whiskers down and, if given, up on a series; one of points says along which `axis`, x or y.

    Source: ECMA-376 part 1, 21.2.2.55 (errBars), which python-pptx does not know.
    """
    bars = etree.Element(qn("c:errBars"))
    down, up = lengths
    kind = (("errDir", axis), ("errBarType", "both" if up else "minus"), ("errValType", "cust"), ("noEndCap", "0"))
    for tag, value in kind:
        if value:
            etree.SubElement(bars, qn(f"c:{tag}"), val=value)
    for tag, side in (("plus", up), ("minus", down)):
        if side:
            _refer(etree.SubElement(bars, qn(f"c:{tag}")), side)
    line = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"), w=THIN)
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour.removeprefix("#").upper())
    before = {qn("c:cat"), qn("c:xVal")}
    next(child for child in series._element if child.tag in before).addprevious(bars)  # noqa: SLF001 as above


def _refer(parent: Any, side: Lengths) -> None:  # noqa: ANN401 as above
    """Refer to the worksheet, with the numbers that stand there."""
    numbers = etree.SubElement(parent, qn("c:numRef"))
    etree.SubElement(numbers, qn("c:f")).text = side.place
    cache = etree.SubElement(numbers, qn("c:numCache"))
    etree.SubElement(cache, qn("c:formatCode")).text = "General"
    etree.SubElement(cache, qn("c:ptCount"), val=str(len(side.lengths)))
    for position, length in enumerate(side.lengths):
        if length is None:
            continue
        point = etree.SubElement(cache, qn("c:pt"), idx=str(position))
        etree.SubElement(point, qn("c:v")).text = f"{length:.10g}"
