"""Import device counts by place and hour, from anyone, as a release of presence alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import ValidationError

from dashboard.errors import InputError
from dashboard.language import _, ngettext, whole
from dashboard.release.fields import fault_of
from dashboard.release.ingest.about import About
from dashboard.release.ingest.dealt import Counts, Dealt, Held, opened
from dashboard.release.ingest.guess import Guess, complete
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.sites import check_distinct, near_the_counts
from dashboard.release.manifest import FILE_NAME, Manifest
from dashboard.release.write import Contents, write

RADII_M = range(250, 3001, 250)
MAX_GAP_MIN = 60  # of no effect without reach; the contract's usual value


@dataclass(frozen=True, kw_only=True, eq=False)
class Looked:
    """An input that was looked at: what its columns are taken for, and its rows, held or dealt out on the disk."""

    file: Path
    plan: Plan
    guesses: list[Guess]
    held: Held | Dealt


@contextmanager
def looking(file: Path, plan: Plan) -> Iterator[Looked]:
    """Give an input with the plan that reads it, once; what is laid on the disk meanwhile is gone afterwards.

    Raises InputError if the file cannot be read, or something that is needed can neither be found nor is stated.
    """
    with opened(file, plan) as held:
        whole, guesses = complete(held.table, plan)
        yield Looked(file=file, plan=whole, guesses=guesses, held=held)


def look(file: Path, plan: Plan) -> list[Guess]:
    """Return what the columns of a file are taken for, stated or found, and how sure that is; raise as `looking`."""
    with looking(file, plan) as found:
        return found.guesses


def check_about(file: Path, about: About) -> None:
    """Raise InputError where what is stated cannot be a release, before a long read."""
    check_distinct(about.sites)
    _manifest(about, file, days=[date(1970, 1, 1)], resolution=0, bands=[0])


def import_counts(
    file: Path,
    *,
    out: Path,
    plan: Plan,
    about: About,
    report: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Write the counts of a file, a folder or a zip of files as a release of presence to `out`; return its manifest.

    What the plan leaves open is found by looking. Raises InputError that names the column and the first rows of
    whatever cannot be used, or the option at fault. `report` is told of what was decided and of rows that are left out.
    """
    check_about(file, about)
    with looking(file, plan) as found:
        return write_counts(found, out=out, about=about, report=report)


def write_counts(found: Looked, *, out: Path, about: About, report: Callable[[str], None] = lambda _: None) -> Manifest:
    """Write the counts of an input that was looked at, as `import_counts` does."""
    with made(found, about, report) as presence:
        return write_made(found.file, presence, out=out, about=about)


@contextmanager
def made(found: Looked, about: About, report: Callable[[str], None]) -> Iterator[Counts]:
    """Give the presence of an input that was looked at; raise and report as `import_counts` does."""
    with found.held.presence(found.plan, about) as presence:
        for note in (*found.held.table.notes, *presence.notes):
            report(note)
        if presence.zeros:
            told = ngettext(
                "{rows} row with a count of 0 is left out: what is absent counts zero",
                "{rows} rows with a count of 0 are left out: what is absent counts zero",
                presence.zeros,
            )
            report(told.format(rows=whole(presence.zeros)))
        if not presence.days:
            msg = _("{file}, column {column}: every count is 0, expected devices somewhere").format(
                file=found.file, column=found.plan.devices
            )
            raise InputError(msg)
        for warning in near_the_counts(about.sites, presence.cells):
            report(warning)
        yield presence


def write_made(file: Path, presence: Counts, *, out: Path, about: About) -> Manifest:
    """Write the presence of a file as a release and return its manifest."""
    manifest = _manifest(
        replace(about, threshold=presence.threshold),
        file,
        days=sorted(presence.days),
        resolution=presence.resolution,
        bands=presence.bands,
    )
    how = {"presence_low": presence.has_low, "presence_beyond_m": presence.beyond_m}
    contents = Contents(places=list(about.sites), presence=presence.days)
    return write(out, manifest.model_copy(update=how), contents)


def _manifest(about: About, file: Path, *, days: list[date], resolution: int, bands: list[int]) -> Manifest:
    low_mid_high = about.persons_per_device
    fields = {
        "title": about.title,
        "title_zh": about.title_zh,
        "synthetic": about.synthetic,
        "operator": {"name": about.operator, "market_share": about.market_share},
        "persons_per_device": low_mid_high and dict(zip(("low", "mid", "high"), low_mid_high, strict=True)),
        "time_zone": about.time_zone,
        "period": {"start": days[0], "end": days[-1]},
        "lookback_start": days[0],
        "radii_m": list(RADII_M),
        "min_dwell_min": bands,
        "dwell_bands_min": bands,
        "max_gap_min": MAX_GAP_MIN,
        "presence_resolution": resolution,
        "presence_rule": about.presence_rule,
        "disclosure": {"threshold": about.threshold},
        "source": about.source or file.name,
        "licence": about.licence,
        "created_at": datetime.now(UTC).replace(microsecond=0),
        "generator": "screening-scope import",
    }
    try:
        return Manifest.model_validate(fields)
    except ValidationError as error:
        faults = [fault_of(FILE_NAME, detail) for detail in error.errors()]
        problems = "; ".join(f"{fault.column}: {_(fault.problem)}" for fault in faults)
        msg = _("{file} cannot become a release: {problems}").format(file=file, problems=problems)
        raise InputError(msg) from None
