"""Faults as JSON for the other process: each sentence as its message and its values, to be said in any language."""

from __future__ import annotations

from typing import Any

from dashboard.errors import Fault
from dashboard.language import Message


def to_json(fault: Fault) -> dict[str, Any]:
    """Return a fault as JSON."""
    said = {"problem": _parts(fault.problem), "remedy": _parts(fault.remedy)}
    return {"file": fault.file, "column": fault.column, "row": fault.row, **said}


def from_json(found: dict[str, Any]) -> Fault:
    """Return the fault that `to_json` wrote."""
    return Fault(**{**found, "problem": _whole(found["problem"]), "remedy": _whole(found["remedy"])})


def _parts(said: str) -> Any:  # noqa: ANN401 JSON
    if not isinstance(said, Message):
        return said
    return [said.template, {name: _parts(value) for name, value in said.values.items()}]


def _whole(parts: Any) -> Message:  # noqa: ANN401 JSON
    template, values = parts
    return Message(
        template, {name: value if isinstance(value, str) else _whole(value) for name, value in values.items()}
    )
