"""A notice across the page: what was wrong with a link, or what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html


def notice(title: str, lines: Sequence[str] = ()) -> html.Div:
    """Return a notice with a title and a line for each thing to say."""
    listed = [html.Ul([html.Li(line) for line in lines])] if lines else []
    return html.Div(
        [html.Strong(title), *listed],
        className="notice",
        role="alert",
    )
