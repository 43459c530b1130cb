"""Where others reach this server: below the path of its public address, whatever a proxy says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def below(wsgi: Wsgi, public_url: str) -> Wsgi:
    """Return a WSGI application that is reached at a public address, "" for where it listens.

    A proxy may hand on the path of the address or cut it off: both lead to the same page.
    """
    public = urlsplit(public_url)

    def reached(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if public.path and (path == public.path or path.startswith(f"{public.path}/")):
            path = path.removeprefix(public.path) or "/"
        asked = {**environ, "PATH_INFO": path, "SCRIPT_NAME": public.path}
        if public.scheme:
            asked["wsgi.url_scheme"] = public.scheme
        return wsgi(asked, start_response)

    return reached
