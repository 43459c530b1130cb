"""English and Simplified Chinese: the messages of the product, and numbers and dates as each language writes them.

    from dashboard.language import _
    _("{mid} {unit} were within {radius} of {place}.").format(mid=..., unit=..., radius=..., place=...)

The language is that of the request (a context variable), English where nobody chose one. A message at the level of a
module is named with `mark("...")` and said with `_(MESSAGE)`; an error is `mark("... {name}", name=...)`, and said
with its values far from where it was found. `make strings` brings the catalogue up to date.
"""

from dashboard.language.chosen import CHINESE, ENGLISH, LANGUAGES, choose, code_of, current, in_language, speak, tag
from dashboard.language.dates import day, day_axis, day_short, window, zone
from dashboard.language.messages import Message, _, in_words, mark, name_of, ngettext
from dashboard.language.numbers import decimal, on_axis, percent, short, short_ends, short_range, whole

__all__ = [
    "CHINESE",
    "ENGLISH",
    "LANGUAGES",
    "Message",
    "_",
    "choose",
    "code_of",
    "current",
    "day",
    "day_axis",
    "day_short",
    "decimal",
    "in_language",
    "in_words",
    "mark",
    "name_of",
    "ngettext",
    "on_axis",
    "percent",
    "short",
    "short_ends",
    "short_range",
    "speak",
    "tag",
    "whole",
    "window",
    "zone",
]
