"""The release that a question is about."""

from __future__ import annotations

from dashboard.errors import NotReadyError, NotServedError
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf


def served(shelf: Shelf, key: str | None) -> Release:
    """Return a release of a shelf by its key, the first one for None; NotReadyError or NotServedError if it cannot."""
    check_ready(shelf)
    wanted = next(iter(shelf.releases)) if key is None else key
    if wanted not in shelf.releases:
        msg = f"release is {wanted!r}, expected one of {', '.join(shelf.releases)}"
        raise NotServedError(msg)
    return shelf.releases[wanted]


def check_ready(shelf: Shelf) -> None:
    """Raise NotReadyError while the releases of a shelf are checked, or if they were refused."""
    if shelf.state != "ready":
        msg = f"the releases are {shelf.state}, expected them ready; ask /health"
        raise NotReadyError(msg)
