"""Tables for spreadsheets: CSV with a byte-order mark and XLSX, with what they are; no cell is taken for a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping

import polars as pl

from dashboard.export.reproducible import workbook
from dashboard.language import _, mark

# What spreadsheets take for the beginning of a formula. Source: OWASP, CSV Injection.
_FORMULA = r"^[=+\-@\t\r]"
_BYTE_ORDER_MARK = "\ufeff"

# What the sheet of each table is called.
SHEETS = {
    "matrix": mark("matrix"),
    "days": mark("by day"),
    "hours": mark("by hour"),
    "homes": mark("by home district"),
    "map": mark("map"),
    "certainty": mark("certainty"),
    "frontier": mark("frontier"),
    "backlog": mark("backlog"),
    "compare": mark("comparison"),
}


def csv(table: pl.DataFrame, about: Mapping[str, str]) -> bytes:
    """Return a table as CSV in UTF-8 with a byte-order mark, under rows of `about` that begin with a number sign."""
    words = pl.Series(about.values(), dtype=pl.String).str.replace_all(r"[\r\n\t]+", " ")
    said = pl.DataFrame({"sign": ["#"] * len(about), "label": list(about), "words": words})
    head = defused(said).write_csv(include_header=False)
    return f"{_BYTE_ORDER_MARK}{head}{defused(table).write_csv()}".encode()


def xlsx(table: pl.DataFrame, about: Mapping[str, str], name: str) -> bytes:
    """Return a workbook with a table on the sheet of its `name` and `about` on a sheet of its own."""
    file = io.BytesIO()
    with workbook(file, strings_to_formulas=False, strings_to_urls=False) as book:
        table.write_excel(book, _(SHEETS[name]), autofit=True, freeze_panes=(1, 0))
        sheet = book.add_worksheet(_("About"))
        for row, (label, words) in enumerate(about.items()):
            sheet.write_string(row, 0, label)
            sheet.write_string(row, 1, words)
        sheet.autofit()
    return file.getvalue()


def defused(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table in which text that a spreadsheet would run as a formula begins with an apostrophe."""
    return table.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'${0}"))
