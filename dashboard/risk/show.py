"""The report on the terminal: a table and a sentence for each part."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dashboard.release.check.findings import printable
from dashboard.risk.part import Part, percent
from dashboard.risk.report import Report

_HEADERS = {"auc": "AUC", "true_positives": "found at 1% false alarms", "within_2": "within 2"}
_NOT_SHARES = frozenset({"auc"})


def rendered(report: Report) -> Iterator[RenderableType]:
    """Yield what a rich console prints."""
    about = report.release
    synthetic = " Synthetic." if about["synthetic"] else ""
    yield Text(f"{printable(about['title'])}, {about['start']} to {about['end']}.{synthetic}", style="bold")
    noise = f"noise of standard deviation {about['noise_sd']:g}" if about["noise_sd"] else "no noise"
    yield Text(f"Threshold {about['threshold']}, {noise}. Manifest SHA-256 {about['digest']}.\n")
    for number, part in enumerate(report.parts, start=1):
        yield Text(f"{number}. {part.title}", style="bold")
        yield Text(part.meaning)
        yield Padding(_table(part), (1, 0))


def _table(part: Part) -> Table:
    table = Table(box=None, pad_edge=False)
    for name, dtype in part.figures.schema.items():
        table.add_column(_HEADERS.get(name, name.replace("_", " ")), justify="right" if dtype.is_numeric() else "left")
    for row in part.figures.iter_rows(named=True):
        table.add_row(*(_text(name, value) for name, value in row.items()))
    return table


def _text(name: str, value: float | str | None) -> str:
    match value:
        case None:
            return "-"
        case float():
            return f"{value:.3f}" if name in _NOT_SHARES else percent(value)
        case int():
            return f"{value:,}"
        case str():
            return printable(value)
