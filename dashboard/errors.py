"""The errors a user can meet, each one a sentence: what was wrong, where, and what to do.

    ScopeError
    ├── ReleaseError   a release that is not as its contract says (data/README.md); carries its faults
    ├── NotReadyError  a question to a release that is still being opened, or was refused
    │   └── ChangedError   or whose files are no longer those that were opened
    ├── RuleError      a rule that cannot be asked, or not of this release
    ├── InputError     a file or an option handed to a command that cannot be read as it stands
    ├── NotServedError a release that is not on the shelf
    └── NoRoomError    an answer that needs a file for a while, which cannot be written

Everything raised for a user derives from ScopeError; any other exception is a bug.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.language import Message, _, whole


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong in one place of a file, and its remedy.

    `row` counts data rows from 1; `column` and `row` are None where the fault has none.
    """

    file: str
    problem: Message
    remedy: Message
    column: str | None = None
    row: int | None = None

    def __str__(self) -> str:
        """Return the fault as one line of text, in the language that is spoken."""
        where = [self.file]
        if self.column is not None:
            where.append(_("column {column}").format(column=self.column))
        if self.row is not None:
            where.append(_("row {row}").format(row=whole(self.row)))
        return _("{place}: {problem}. {remedy}.").format(
            place=_(", ").join(where), problem=_(self.problem), remedy=_(self.remedy)
        )


class ScopeError(Exception):
    """Base of every error that is meant to be read by a user."""


class ReleaseError(ScopeError):
    """A release that breaks its contract; `faults` holds every breach found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Join the faults, one a line, into the message."""
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


class NotReadyError(ScopeError):
    """A question while releases are being checked, or after they were refused."""


class ChangedError(NotReadyError):
    """A release whose files are no longer those that were checked and opened; carries it as a fault."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault beside its sentence."""
        self.fault = fault
        super().__init__(str(fault))


class RuleError(ScopeError):
    """A rule that is not valid, or that a release cannot answer.

    `field` names the part of the rule, `nearest` the closest valid value where there is one.
    """

    def __init__(self, message: str, *, field: str, nearest: object | None = None) -> None:
        """Keep the part at fault and its nearest valid value beside the message."""
        self.field = field
        self.nearest = nearest
        super().__init__(message)


class InputError(ScopeError):
    """A file or an option given to a command that cannot be used; the message says which and why."""


class NotServedError(ScopeError):
    """A question about a release that is not on the shelf."""


class NoRoomError(ScopeError):
    """An answer that needs a file for a while, which cannot be written."""
