"""Make the tables of coarser cells in processes of their own, while the release is served already."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterable

from dashboard.release.coarser.levels import MAKER
from dashboard.release.coarser.made import large
from dashboard.release.load import Release
from dashboard.shipped import PACKAGE

_LOG = logging.getLogger(__name__)


def make_apart(releases: Iterable[Release]) -> None:
    """Make the tables of large releases, one after another, and wait for it; where that fails, wide views stay slow."""
    for release in releases:
        if not large(release):
            continue
        command = [sys.executable, "-m", MAKER, release.where.resolved, release.digest]
        # Python imports from the folder it stands in first: the one that this process imports from.
        made = subprocess.run(  # noqa: S603
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=PACKAGE.parent, check=False
        )
        if made.returncode:
            said = next(reversed(made.stderr.splitlines()), "")
            _LOG.warning("Wide views of %s stay slow: their coarser cells cannot be made (%s)", release.where, said)
