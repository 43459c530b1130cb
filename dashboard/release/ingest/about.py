"""What an input of counts cannot say of itself, and a person states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dashboard.release.manifest import NOT_STATED
from dashboard.site import Site


@dataclass(frozen=True, kw_only=True)
class About:
    """What the input cannot say of itself.

    `presence_rule` "every_cell" claims least: a device may count in several cells of one hour. `threshold` is the one
    that was applied to the input, 1 for none; above it an empty count is a withheld one. Without `market_share` and
    `persons_per_device` (low, mid, high) a release shows devices, not people.
    """

    title: str
    time_zone: str
    title_zh: str | None = None
    operator: str = NOT_STATED
    presence_rule: Literal["one_cell_per_hour", "every_cell"] = "every_cell"
    threshold: int = 1
    market_share: float | None = None
    persons_per_device: tuple[float, float, float] | None = None
    source: str | None = None
    licence: str = NOT_STATED
    synthetic: bool = False
    sites: tuple[Site, ...] = ()
