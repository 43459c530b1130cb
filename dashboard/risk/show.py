"""The report on the terminal: a table and a sentence for each part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dashboard.release.check.findings import printable
from dashboard.risk.part import Part, percent
from dashboard.risk.report import Report

_HEADERS = {
    "auc": "AUC",
    "auc_by_formula": "AUC by formula",
    "distance": "d'",
    "true_positives": "found at 1% false alarms",
    "true_positives_by_formula": "found by formula",
}
# Of four kinds of neighbour around ten places.
_LONGEST = 40
_NUMBERS = {
    "auc": ".3f",
    "auc_by_formula": ".3f",
    "delta": ".2g",
    "distance": ".2f",
    "epsilon": ".2f",
    "least_noise": ".1f",
    "mean_error": ".1f",
    "rho": ".3g",
}


def rendered(report: Report) -> Iterator[RenderableType]:
    """Yield what a rich console prints."""
    about = report.release
    synthetic = " Synthetic." if about["synthetic"] else ""
    yield Text(f"{printable(about['title'])}, {about['start']} to {about['end']}.{synthetic}", style="bold")
    yield Text(f"Threshold {about['threshold']}, {_noise(about)}. Manifest SHA-256 {about['digest']}.\n")
    if about["not_attacked"]:
        listed = ", ".join(about["not_attacked"])
        yield Text(
            f"Not attacked: the rows of the conditions {listed}. They add to what is given away; under noise, the "
            "account counts them.\n",
            style="bold",
        )
    for number, part in enumerate(report.parts, start=1):
        yield Text(f"{number}. {part.title}", style="bold")
        yield Text(part.meaning)
        yield Padding(_table(part), (1, 0))
        if part.figures.height > _LONGEST:
            yield Text(f"{part.figures.height - _LONGEST:,} more rows are in the output of --json.\n")


def _noise(about: dict[str, Any]) -> str:
    if about["noise"] is not None:
        budget = about["noise"]
        return (
            f"noise of rho {budget['rho']:.3g} for one visit: epsilon {budget['epsilon']:.2f} at delta "
            f"{budget['delta']:g}"
        )
    return f"noise of standard deviation {about['noise_sd']:g}" if about["noise_sd"] else "no noise"


def _table(part: Part) -> Table:
    table = Table(box=None, pad_edge=False)
    for name, dtype in part.figures.schema.items():
        table.add_column(_HEADERS.get(name, name.replace("_", " ")), justify="right" if dtype.is_numeric() else "left")
    for row in part.figures.head(_LONGEST).iter_rows(named=True):
        table.add_row(*(_text(name, value) for name, value in row.items()))
    return table


def _text(name: str, value: float | str | None) -> str:
    match value:
        case None:
            return "-"
        case float():
            return f"{value:{_NUMBERS[name]}}" if name in _NUMBERS else percent(value)
        case int():
            return f"{value:,}"
        case str():
            return printable(value)
