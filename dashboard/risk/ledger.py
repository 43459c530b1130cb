"""The ledger: what each date of the operator's data has spent over all releases."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dashboard.builder.ledger import dates, read_ledger
from dashboard.errors import InputError
from dashboard.release.disclosure import auc_of
from dashboard.risk.part import Part

_TYPES = {"date": pl.String, "releases": pl.Int64, "rho": pl.Float64, "delta": pl.Float64, "auc": pl.Float64}


def part(path: Path) -> Part:
    """Return what one visit costs on each date, in all: date, releases, rho, delta and the AUC of the best attack.

    Budgets of zero-concentrated privacy add (Bun and Steinke, 2016, lemma 1.7), and so do deltas.
    """
    if not path.exists():
        msg = f"{path} is not there, expected the ledger that build --ledger wrote"
        raise InputError(msg)
    ledger = read_ledger(path)
    found = []
    for day in sorted({day for entry in ledger.spent for day in dates(entry.period)}):
        spent = ledger.on(day)
        rho = sum(entry.rho for entry in spent)
        found.append((day.isoformat(), len(spent), rho, sum(entry.delta for entry in spent), auc_of(rho)))
    figures = pl.DataFrame(found, schema=_TYPES, orient="row")
    most = figures.sort("rho").tail(1).rows(named=True)
    said = (
        f"Builds in it: {len(ledger.spent):,}. No date has spent more than {most[0]['date']}: one visit "
        f"on it is told, by all together, with an AUC of {most[0]['auc']:.2f} at most, where 0.5 is a guess."
        if most
        else "Nothing has been spent."
    )
    return Part(name="ledger", title="Ledger", meaning=said, figures=figures)
