"""Disclosure control: noise added once, or small counts withheld."""

from dashboard.builder.disclosure.expected import tell_noise
from dashboard.builder.disclosure.protect import THRESHOLD_ONLY, Protection, Tables, protect

__all__ = ["THRESHOLD_ONLY", "Protection", "Tables", "protect", "tell_noise"]
