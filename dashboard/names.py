"""Names as people read them: one line of characters that are seen, in the order in which they stand."""

from __future__ import annotations

import re

# Control characters, breaks of lines, halves of a character; and what makes text beside it read backwards. A name in
# Arabic or Hebrew needs none of these, but a name that holds one turns round the numbers after it, or shows another
# name. Source: Unicode Standard Annex 9, explicit directional embeddings, overrides and isolates.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def unseen(name: str) -> str | None:
    """Return the first character of a name that nobody would see, such as U+0007, None where there is none."""
    found = _UNSEEN.search(name)
    return None if found is None else f"U+{ord(found[0]):04X}"
