"""The way between the pages: each by its path, with the query that brings back the same view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import flask
from dash import html

from dashboard.language import _, mark
from dashboard.ui.components.aria import aria

EXPLORE = "/"
COMPARE = "/compare"
METHOD = "/method"
DATA = "/data"

PAGES = {EXPLORE: mark("Explore"), COMPARE: mark("Compare"), METHOD: mark("Method"), DATA: mark("Data")}


def navigation(here: str, query: Mapping[str, Any]) -> html.Nav:
    """Return a link to each page, the one at the path `here` marked; assets/rule/link.mjs keeps their query."""
    links = [
        html.A(
            _(label),
            href=f"{address(path)}?{urlencode(query)}" if query else address(path),
            **aria(current="page") if path == here else {},
        )
        for path, label in PAGES.items()
    ]
    return html.Nav(links, className="pages", **aria(label=_("Pages")))


def address(path: str) -> str:
    """Return the address of a page by its path, below that of the server where others reach it below one."""
    return f"{flask.request.script_root}{path}" if flask.has_request_context() else path
