"""Which base map lies under a release: the one that is stated, else the one in the release's own folder."""

from __future__ import annotations

import logging
from pathlib import Path

from dashboard.basemap.folder import Basemap, open_basemap
from dashboard.errors import InputError
from dashboard.release.load import Release

# Of a release, as dashboard/release/manifest.py lets it lie there.
INSIDE = "basemap"

_LOG = logging.getLogger(__name__)


def under(release: Release, stated: str) -> Basemap | None:
    """Return the base map in the folder `stated`, else in that of the release, or of one it was combined from; or None.

    One that cannot be read is said in the log, and is none: the page works without.
    """
    folders = [one.where.folder for one in (release, *release.members)]
    inside = [folder / INSIDE for folder in folders if folder is not None and (folder / INSIDE).is_dir()]
    for folder in [Path(stated)] if stated else inside:
        try:
            return open_basemap(folder)
        except InputError as error:
            _LOG.warning("%s; the page has no base map", error)
    return None
