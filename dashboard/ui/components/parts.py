"""Components as the parts that the page's scripts put on it (`put` of assets/page/parts.mjs).

The renderer tells every component of every other that comes: tables of it take half a second. Parts are plain elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dash.development.base_component import Component

Part = dict[str, Any]
_DATA = "data-"


def parts_of(components: Iterable[Component | Part | str]) -> list[Part | str]:
    """Return HTML components and what is in them as tag, attributes (by their names in scripts) and within.

    A part among them, of what Dash has no component for, stays as it is.
    """
    return [_part(one) for one in components]


def _part(component: Component | Part | str) -> Part | str:
    if not isinstance(component, Component):
        return component
    props = component.to_plotly_json()["props"]
    within = props.pop("children", None)
    listed = [] if within is None else within if isinstance(within, (list, tuple)) else [within]
    told = {_joined(name.removeprefix(_DATA)): value for name, value in props.items() if name.startswith(_DATA)}
    attributes = {_joined(name): value for name, value in props.items() if not name.startswith(_DATA)}
    attributes |= {"data": told} if told else {}
    return {"tag": component.__class__.__name__.lower(), "attributes": attributes, "within": parts_of(listed)}


def _joined(name: str) -> str:
    """Return a name of an attribute as scripts write it."""
    return re.sub(r"-(\w)", lambda letter: letter[1].upper(), name)
