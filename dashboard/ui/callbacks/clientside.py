"""Name a callback that runs in the browser."""

from __future__ import annotations

from dash import ClientsideFunction


def clientside(name: str) -> ClientsideFunction:
    """Return the callback of a name that a script of the page exports among its `callbacks` (assets/main.mjs)."""
    return ClientsideFunction(namespace="scope", function_name=name)
