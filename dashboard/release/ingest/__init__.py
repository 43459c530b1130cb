"""Import device counts by place and hour, from anyone, as a release of presence alone."""

from dashboard.release.ingest.guess import Guess
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.sites import parse_site
from dashboard.release.ingest.whole import About, import_counts, look

__all__ = ["About", "Guess", "Plan", "import_counts", "look", "parse_site"]
