"""Name a callback that runs in the browser."""

from __future__ import annotations

from dash import ClientsideFunction


def clientside(name: str) -> ClientsideFunction:
    """Return the callback `scope.callbacks[name]` of the page's scripts in assets/."""
    return ClientsideFunction(namespace="scope", function_name=name)
