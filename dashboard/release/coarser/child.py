"""The process that makes the tables of coarser cells: python -m dashboard.release.coarser.child ADDRESS DIGEST."""

from __future__ import annotations

import os
import sys

from dashboard.release.coarser.made import make
from dashboard.release.load import load

NICE = 10


def main(address: str, digest: str) -> None:
    """Make the tables of the release at an address, if it is still the one of a digest, when nobody else is at work."""
    os.nice(NICE)
    release = load(address)
    if release.digest == digest:
        make(release)


if __name__ == "__main__":
    main(*sys.argv[1:])
