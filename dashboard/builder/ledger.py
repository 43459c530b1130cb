"""The operator's ledger: what each date of its data has spent over all releases, kept beside the data.

A build writes down what it spends before it draws its noise, under a lock. One that is killed later has spent it all
the same, though nothing was released: the sum is never too small.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.errors import InputError, ScopeError
from dashboard.release.manifest import Manifest, Period
from dashboard.release.replace import replace_file


class Entry(BaseModel):
    """What one build spent on each date of a period: rho and delta of one visit."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    release: str
    created_at: datetime
    period: Period
    places: int = Field(ge=1)
    rho: float = Field(gt=0)
    delta: float = Field(ge=0, lt=1)


class Ledger(BaseModel):
    """All entries, in the order in which they were spent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Literal["screening-ledger/1"] = Field("screening-ledger/1", alias="schema")
    spent: tuple[Entry, ...] = ()

    def on(self, day: date) -> list[Entry]:
        """Return what was spent on a date."""
        return [entry for entry in self.spent if entry.period.start <= day <= entry.period.end]


@dataclass(frozen=True, kw_only=True)
class Account:
    """A ledger in a file, made where there is none, and the most rho that a date may spend (None: no limit)."""

    path: Path
    most_rho: float | None = None

    def __post_init__(self) -> None:
        """Check that the limit is one."""
        if self.most_rho is not None and not self.most_rho > 0:
            msg = f"--rho-total is {self.most_rho:g}, expected above 0"
            raise InputError(msg)

    def check(self, period: Period, rho: float) -> None:
        """Raise InputError where a date of the period would spend more than it may."""
        self._check(read_ledger(self.path), period, rho)

    def spend(self, entry: Entry) -> None:
        """Write an entry down; raise InputError where it is too much, and write nothing."""
        if self.path.resolve().is_relative_to(entry.release):
            msg = f"{self.path} lies in the release, expected a ledger beside the data: a release is handed over"
            raise InputError(msg)
        with self._held():
            before = read_ledger(self.path)
            self._check(before, entry.period, entry.rho)
            after = before.model_copy(update={"spent": (*before.spent, entry)})
            replace_file(self.path, after.model_dump_json(indent=2, by_alias=True).encode() + b"\n")

    def _check(self, ledger: Ledger, period: Period, rho: float) -> None:
        if self.most_rho is None:
            return
        for day in dates(period):
            spent = ledger.on(day)
            total = sum(entry.rho for entry in spent) + rho
            if total > self.most_rho * (1 + 1e-9):
                on = ", ".join(f"{entry.rho:.3g} for {entry.release} ({entry.created_at:%Y-%m-%d})" for entry in spent)
                msg = (
                    f"{day} would have spent rho {total:.3g} in all, {rho:.3g} of it now"
                    + (f" and before {on}" if on else "")
                    + f", expected at most {self.most_rho:g} (--rho-total, by {self.path}): give a smaller --rho or "
                    "leave the date out"
                )
                raise InputError(msg)

    @contextmanager
    def _held(self) -> Iterator[None]:
        lock = self.path.resolve().with_name(f".{self.path.name}.lock")
        try:
            held = lock.open("a")
        except OSError as error:
            raise _unusable(self.path, error.strerror or str(error)) from None
        with held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield


def entry_of(manifest: Manifest, release: Path, places: int) -> Entry:
    """Return what a release with noise spends."""
    noise = manifest.disclosure.noise
    if noise is None:
        msg = f"{release} has no noise, expected one that spends"
        raise ScopeError(msg)
    return Entry(
        release=str(release.resolve()),
        created_at=manifest.created_at,
        period=manifest.period,
        places=places,
        rho=noise.rho,
        delta=noise.delta,
    )


def read_ledger(path: Path) -> Ledger:
    """Return the ledger in a file, an empty one where there is no file; raise InputError for another file."""
    try:
        return Ledger.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from None
    except ValidationError:
        msg = f"{path} is no ledger, expected one that build --ledger wrote, or a new name; it is left as it is"
        raise InputError(msg) from None


def dates(period: Period) -> Iterator[date]:
    """Yield the dates of a period."""
    for day in range((period.end - period.start).days + 1):
        yield period.start + timedelta(days=day)


def _unusable(path: Path, why: str) -> InputError:
    return InputError(f"{path} cannot be used ({why}), expected a ledger, or a place to write one to")
