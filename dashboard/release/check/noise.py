"""Check that what a manifest says of its noise is what its standard deviations mean around the release's own places."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from dashboard.language import Message, mark
from dashboard.release.check.findings import Finding, one
from dashboard.release.cost import Extent, Spread, account, asked, weights
from dashboard.release.load import places_from_rows
from dashboard.release.manifest import FILE_NAME, Manifest

_REMEDY = mark("State what the noise costs, or build the release again")

_FAR_OFF = 0.1  # several times how far an attack's AUC is off by chance


def check_noise(sites: Path, manifest: Manifest) -> Iterator[Finding]:
    """Yield what is stated as less, or as other, than it is; `sites` is a sound file of the places."""
    noise = manifest.disclosure.noise
    if noise is None:
        return
    extent = Extent.of(manifest, places_from_rows(pl.read_parquet(sites).to_dicts()).values())
    if noise.circles != extent.circles:
        yield _other(mark("circles"), str(noise.circles), str(extent.circles))
    spread = Spread.of(noise)
    conversion = noise.delta - sum(one.delta for one in noise.spent)
    stated: dict[Message, tuple[float, float]] = {}
    of_tables = {spent.table: spent for spent in noise.spent}
    for spent in account(spread, weights(extent)["visit"]):
        told = of_tables.get(spent.table)
        name = mark("what one visit costs in {table}", table=spent.table)
        stated[name] = (told.rho if told else 0.0, spent.rho)
        stated[mark("the delta of {table}", table=spent.table)] = (told.delta if told else 0.0, spent.delta)
    of_who = {answer.who: answer for answer in noise.asked}
    for answer in asked(spread, extent, conversion):
        said = of_who.get(answer.who)
        stated[mark("the AUC of {who}", who=answer.who)] = (said.auc if said else 0.0, answer.auc)
        stated[mark("the rho of {who}", who=answer.who)] = (said.rho if said else 0.0, answer.rho)
        if said is not None and said.auc_measured is not None and abs(said.auc_measured - answer.auc) > _FAR_OFF:
            name = mark("the measured AUC of {who}", who=answer.who)
            yield _other(name, f"{said.auc_measured:.2f}", f"{answer.auc:.2f}")
    for name, (told_as, means) in stated.items():
        if not math.isclose(told_as, means, rel_tol=0.01, abs_tol=1e-12):
            yield _other(name, f"{told_as:.3g}", f"{means:.3g}")


def _other(name: Message, stated: str, means: str) -> Finding:
    problem = mark(
        "{name} is {stated}, expected {expected}, what its noise means here", name=name, stated=stated, expected=means
    )
    return one(FILE_NAME, problem, _REMEDY, column="disclosure.noise")
