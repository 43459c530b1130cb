"""Disclosure control: contributions bounded, noise added once, small counts withheld."""

from dashboard.builder.disclosure.protect import THRESHOLD_ONLY, Protection, Tables, protect

__all__ = ["THRESHOLD_ONLY", "Protection", "Tables", "protect"]
