"""The table of what became of each fault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was done at which step, how often, and what was found: the old release, the new one, or neither whole.

    `said` is how often a sentence was said or, where the process was killed, the next run cleared what it left.
    """

    what: str
    step: str
    times: int
    old: int = 0
    new: int = 0
    mixed: int = 0
    said: int = 0

    @property
    def wrong(self) -> bool:
        """Whether anything was lost, mixed or left unsaid."""
        return self.mixed > 0 or self.said != self.times or self.old + self.new != self.times


HEAD = ("what", "at which step", "times", "old whole", "new whole", "mixed", "said or cleared")


def printed(rows: Iterable[Row]) -> str:
    """Return rows as lines of text."""
    lines = [HEAD, *(tuple(f"{getattr(row, field.name)}" for field in fields(row)) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join("  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)) for line in lines)
