"""Check a release against its contract: every fault with file, column, row and remedy."""

from dashboard.release.check.apart import check

__all__ = ["check"]
