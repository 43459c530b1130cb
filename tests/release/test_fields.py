"""Whatever a manifest holds in a field, what is wrong with it is said in our words, in both languages."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import small

from dashboard.errors import Fault, ReleaseError
from dashboard.language import _, in_language
from dashboard.release.fields import UNFIT
from dashboard.release.manifest import parse_manifest

HAN = re.compile("[一-鿿]")
VALUES = (
    None,
    True,
    -1,
    0,
    1,
    1.5,
    10**30,
    math.nan,
    math.inf,
    "",
    "x",
    "2020-06-10",
    "2020-13-01",
    [],
    [1],
    {},
    {"x": 1},
)


def test_any_value_of_any_field(tmp_path: Path) -> None:
    folder = small.write_small(tmp_path / "release")
    document = {**small.read_manifest(folder), "positioning_error_m": {"median": 110, "p95": 400}}
    document["disclosure"] |= {"noise": {"rho": 0.1, "delta": 0.1, "clipped": {"dates": 1, "sd": 1}}}
    told = [fault for changed in changes(document) for fault in faults(json.dumps(changed))]
    assert len(told) > 500
    assert [fault for fault in told if fault.problem == UNFIT or not said_in_chinese(fault)] == []


@pytest.mark.parametrize(("text", "says"), [("{", "line 1, column 1"), ("", "line 1, column 0"), ("[1]", "object")])
def test_a_text_that_is_no_manifest(text: str, says: str) -> None:
    (fault,) = faults(text)
    assert says in fault.problem
    assert said_in_chinese(fault)


def changes(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return a manifest with each value in the place of each field, and with each field gone."""
    for path in paths(document):
        for value in VALUES:
            changed = deepcopy(document)
            owner_of(changed, path)[path[-1]] = value
            yield changed
        del owner_of(changed, path)[path[-1]]
        yield changed


def paths(part: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in (*part.items(), ("more", None)):
        yield (*above, name)
        if isinstance(value, dict):
            yield from paths(value, (*above, name))


def owner_of(document: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    return reduce(lambda part, name: part[name], path[:-1], document)


def faults(text: str) -> tuple[Fault, ...]:
    try:
        parse_manifest(text)
    except ReleaseError as error:
        return error.faults
    return ()


def said_in_chinese(fault: Fault) -> bool:
    with in_language("zh_Hans"):
        return all(HAN.search(_(sentence)) for sentence in (fault.problem, fault.remedy))
