"""The release that a question is about."""

from __future__ import annotations

from dashboard.errors import NotServedError
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf


def served(shelf: Shelf, key: str | None) -> Release:
    """Return a release of a shelf by its key, the first one for None; NotReadyError or NotServedError if it cannot."""
    releases = shelf.releases
    wanted = next(iter(releases)) if key is None else key
    if wanted not in releases:
        msg = f"release is {wanted!r}, expected one of {', '.join(releases)}"
        raise NotServedError(msg)
    return releases[wanted]
