"""A sheet of a workbook into a table of text."""

from __future__ import annotations

from typing import BinaryIO

import fastexcel
import polars as pl

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.ingest.dialect import header_row, names_of
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.table import Table, named

_LOOKED_AT = 50


def read_workbook(name: str, opened: BinaryIO, plan: Plan) -> Table:
    """Return the sheet that a plan names, or the only one that is a table; titles above its names are passed over.

    Raises InputError if the workbook cannot be read, or several sheets are tables and none is named.
    """
    try:
        book = fastexcel.read_excel(opened.read())
        sheets = {
            sheet: book.load_sheet(sheet, header_row=None, dtypes="string").to_polars() for sheet in book.sheet_names
        }
    except fastexcel.FastExcelError:
        msg = _("{name} cannot be read as a workbook, expected .xlsx, .xls or .ods without a password").format(
            name=name
        )
        raise InputError(msg) from None
    sheet = _chosen(name, sheets, plan)
    rows = sheets[sheet]
    first = rows.head(_LOOKED_AT).rows()
    header = header_row([tuple(field for field in row if field) for row in first])
    names, has_names = names_of(first[header])
    columns = named(name, names)
    below = rows[header + has_names :].rename(dict(zip(rows.columns, columns, strict=True)))
    filled = below.filter(pl.any_horizontal(pl.all().is_not_null())).fill_null("")
    told = (
        (_("{name}: the sheet {sheet} is read, of {number}").format(name=name, sheet=sheet, number=len(sheets)),)
        if len(sheets) > 1
        else ()
    )
    return Table(file=name, rows=filled.select(pl.all().str.strip_chars()), named=has_names, notes=told)


def _chosen(name: str, sheets: dict[str, pl.DataFrame], plan: Plan) -> str:
    if plan.sheet is not None:
        if plan.sheet not in sheets:
            msg = _("{name} has no sheet {sheet!r}, expected one of {names}").format(
                name=name, sheet=plan.sheet, names=", ".join(sheets)
            )
            raise InputError(msg)
        return plan.sheet
    tables = [sheet for sheet, rows in sheets.items() if rows.width > 1 and rows.height > 1]
    if len(tables) != 1:
        msg = _("{name} has {number} sheets that are tables, expected the name of one: {names}").format(
            name=name, number=len(tables), names=", ".join(sheets)
        )
        raise InputError(msg)
    return tables[0]
