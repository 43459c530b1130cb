"""What is wrong with a field of a manifest, in the words of its users rather than those of pydantic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dashboard.errors import Fault
from dashboard.language import Message, mark

_TEXT, _NUMBER, _WHOLE = mark("expected a text"), mark("expected a number"), mark("expected a whole number")
_OBJECT = mark("expected an object with fields of its own")
_DATE = mark("expected a date such as 2020-06-15")
_TIME = mark("expected a time such as 2020-06-15T08:00:00+08:00")

# By the type of pydantic's error; {names} are of the error's context.
_PROBLEMS = {
    "missing": mark("is missing"),
    "extra_forbidden": mark("is no field of a manifest"),
    "string_type": _TEXT,
    "string_too_short": mark("expected a text that is not empty"),
    "string_pattern_mismatch": mark("expected a text that fits {pattern}"),
    "bool_type": mark("expected true or false"),
    "int_type": _WHOLE,
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than": mark("expected more than {gt}"),
    "greater_than_equal": mark("expected at least {ge}"),
    "less_than": mark("expected less than {lt}"),
    "less_than_equal": mark("expected at most {le}"),
    "literal_error": mark("expected {expected}"),
    "list_type": mark("expected a list"),
    "too_short": mark("expected a list that is not empty"),
    "model_type": _OBJECT,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
}
_REMEDIES = {
    "extra_forbidden": mark("Remove the field, or spell it as the release contract does"),
    "missing": mark("Add the field"),
}
UNFIT = mark("is not what the contract gives for this field")
_NO_JSON = mark("is not JSON in UTF-8")
_AT = re.compile(r"at line (\d+) column (\d+)")


def fault_of(file: str, detail: Mapping[str, Any]) -> Fault:
    """Return an error that pydantic found in the JSON of a file as a fault; its column is the field's path."""
    column = ".".join(str(part) for part in detail["loc"]) or None
    remedy = _REMEDIES.get(detail["type"], mark("Correct the value"))
    return Fault(file=file, column=column, problem=_problem(detail), remedy=remedy)


def _problem(detail: Mapping[str, Any]) -> Message:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "value_error":
        said: Message = context["error"].args[0]  # by a validator of ours
        return said
    if kind == "json_invalid":
        at = _AT.search(context["error"])
        return mark("is not JSON from line {line}, column {column} on", line=at[1], column=at[2]) if at else _NO_JSON
    values = {name: str(value).replace(" or ", ", ") for name, value in context.items()}
    return Message(_PROBLEMS.get(kind, UNFIT), values)
