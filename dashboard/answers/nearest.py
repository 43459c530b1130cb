"""Numbers of a link: read, and the nearest that is allowed where they are not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from dashboard.errors import ScopeError
from dashboard.language import _

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """The numbers from `least` to `most` in steps of `step` (0: any), or only those of `among`."""

    least: float
    most: float
    step: float = 1
    among: tuple[float, ...] = ()

    def nearest(self, value: float) -> float:
        """Return the allowed number nearest to a value."""
        if self.among:
            return min(self.among, key=lambda one: abs(one - value))
        inside = min(max(value, self.least), self.most)
        return inside if self.step == 0 else self.step * round(inside / self.step)

    @property
    def words(self) -> str:
        """Return what is allowed, in words."""
        if self.among:
            return _("one of {values}").format(values=", ".join(f"{one:g}" for one in self.among))
        if self.step == 0:
            return _("a number from {least} to {most}").format(least=f"{self.least:g}", most=f"{self.most:g}")
        return _("{least} to {most} in steps of {step}").format(
            least=f"{self.least:g}", most=f"{self.most:g}", step=f"{self.step:g}"
        )


def sound(settled: tuple[T, list[str]]) -> T:
    """Return what a link asks for; raise ScopeError that says what was wrong with it."""
    found, problems = settled
    if problems:
        raise ScopeError(_("; ").join(problems))
    return found


def number(query: Mapping[str, Any], name: str, usual: float, allowed: Allowed) -> tuple[float, list[str]]:
    """Return the number of a name in a query, `usual` if none, the nearest allowed if wrong, and what was wrong."""
    asked = query.get(name)
    if asked is None or asked == "":
        return usual, []
    try:
        value = float(str(asked))
    except ValueError:
        value = math.nan
    found = allowed.nearest(value) if math.isfinite(value) else usual
    if found == value:
        return found, []
    message = _("{name} is {asked}, expected {words}; the nearest is {found}")
    return found, [message.format(name=name, asked=repr(asked), words=allowed.words, found=f"{found:g}")]
