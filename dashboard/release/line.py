"""A line of text that a manifest may hold: nothing in it that cannot be seen."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from dashboard.language import mark
from dashboard.names import unseen


def _one_line(text: str) -> str:
    character = unseen(text)
    if character is not None:
        msg = mark(
            "text holds {character}, a control character or one that turns text round; take it out", character=character
        )
        raise ValueError(msg)
    return text


Line = Annotated[str, AfterValidator(_one_line)]
