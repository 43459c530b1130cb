"""Import device counts by H3 cell and hour, from anyone, as a release of presence alone."""

from dashboard.release.ingest.sites import parse_site
from dashboard.release.ingest.whole import About, Columns, import_counts

__all__ = ["About", "Columns", "import_counts", "parse_site"]
