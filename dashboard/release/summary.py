"""Say what a sound release holds: data for whoever shows it, and a text for the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.release.check.findings import printable
from dashboard.release.disclosure import Asked, Noise, Who
from dashboard.release.load import Release
from dashboard.release.manifest import FILE_NAME
from dashboard.release.parts import Parts
from dashboard.release.rows import rows_by_date

ASKED: dict[Who, str] = {
    "visit": "one visit to one place, or elsewhere:",
    "date": "all that one date holds of a device:",
    "daily": "visits to one place on every date, or elsewhere:",
    "network": "in the data at all:",
}


@dataclass(frozen=True, kw_only=True)
class Rows:
    """One table of counts: its rows, and those of them that are withheld."""

    table: str
    rows: int
    withheld: int

    @property
    def withheld_share(self) -> float:
        """Return the part of the rows that is withheld, 0 to 1; 0 for a table without rows."""
        return self.withheld / self.rows if self.rows else 0.0


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a release is and holds; `size_bytes` is that of all of its listed files and the manifest."""

    title: str
    synthetic: bool
    operator: str
    start: date
    end: date
    time_zone: str
    sites: int
    districts: int
    radii_m: tuple[int, ...]
    min_dwell_min: tuple[int, ...]
    tables: tuple[Rows, ...]
    threshold: int
    noise_sd: float
    noise: Noise | None
    size_bytes: int
    digest: str


def summarise(release: Release) -> Summary:
    """Return the summary of a sound release; the rows of its tables are those of their footers."""
    manifest = release.manifest
    stamps = release.where.stamps()
    names = [FILE_NAME, *(file.path for file in manifest.files)]
    return Summary(
        title=manifest.title,
        synthetic=manifest.synthetic,
        operator=manifest.operator.name,
        start=manifest.period.start,
        end=manifest.period.end,
        time_zone=manifest.time_zone,
        sites=len(release.places),
        districts=len(release.districts),
        radii_m=tuple(manifest.radii_m),
        min_dwell_min=tuple(manifest.min_dwell_min),
        tables=tables_of(release),
        threshold=manifest.disclosure.threshold,
        noise_sd=manifest.disclosure.noise_sd,
        noise=manifest.disclosure.noise,
        size_bytes=sum(stamps[name][0] for name in names),
        digest=release.digest,
    )


def tables_of(release: Release) -> tuple[Rows, ...]:
    """Return the rows of each table of counts that a release has."""
    tables = {
        "reach": release.reach_parts,
        "reach_by_home": release.reach_by_home_parts,
        "presence": release.presence_parts,
    }
    return tuple(_rows(name, parts) for name, parts in tables.items() if parts is not None)


def summary(release: Release) -> str:
    """Return the summary of a sound release as lines of text, one fact each."""
    return as_text(summarise(release))


def as_text(summary: Summary) -> str:
    """Return a summary as lines of text, one fact each."""
    days = (summary.end - summary.start).days + 1
    facts = [
        ("title", summary.title),
        ("synthetic", "yes" if summary.synthetic else "no"),
        ("operator", summary.operator),
        ("period", f"{summary.start} to {summary.end} ({days:,} {'date' if days == 1 else 'dates'})"),
        ("time zone", summary.time_zone),
        ("sites", f"{summary.sites:,}"),
        ("districts", f"{summary.districts:,}"),
        ("radii", f"{', '.join(f'{stop:,}' for stop in summary.radii_m)} m"),
        ("stays", f"{', '.join(f'{stop:,}' for stop in summary.min_dwell_min)} min"),
        *((rows.table, _in_words(rows)) for rows in summary.tables),
        ("threshold", f"{summary.threshold:,}" + (" (nothing withheld)" if summary.threshold == 1 else "")),
        ("noise", _noise_in_words(summary)),
        ("size", f"{summary.size_bytes / 1e6:,.1f} MB"),
        ("digest", summary.digest),
    ]
    width = max(len(name) for name, _ in facts)
    return "\n".join(f"{name:<{width}}  {printable(value)}" for name, value in facts)


def _rows(name: str, parts: Parts) -> Rows:
    rows, withheld = rows_by_date(parts).select("rows", "withheld").sum().row(0)
    return Rows(table=name, rows=rows, withheld=withheld)


def account_in_words(noise: Noise) -> str:
    """Return what one visit costs, by table."""
    tables = ", ".join(
        f"{one.table} {one.rho:.3g}" + (f" and delta {one.delta:.2g}" if one.delta else "") for one in noise.spent
    )
    return (
        f"rho {noise.rho:.3g} for one visit ({tables}), epsilon {noise.epsilon:.3g} at delta {noise.delta:.2g} in all"
    )


def _noise_in_words(summary: Summary) -> str:
    noise = summary.noise
    if noise is None:
        return f"standard deviation {summary.noise_sd:g}" if summary.noise_sd else "none"
    asked = (
        f"{ASKED[one.who]} AUC {one.auc:.2f} ({_as_measured(one)}rho {one.rho:.3g}, epsilon {one.epsilon:.3g})"
        for one in noise.asked
    )
    return "; ".join([account_in_words(noise), *asked])


def _as_measured(one: Asked) -> str:
    return "" if one.auc_measured is None else f"{one.auc_measured:.2f} as measured, "


def _in_words(rows: Rows) -> str:
    return f"{rows.rows:,} rows, {rows.withheld:,} withheld ({rows.withheld_share:.1%})"
