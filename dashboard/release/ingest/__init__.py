"""Import device counts by place and hour, from anyone, as a release of presence alone."""

from dashboard.release.ingest.about import About
from dashboard.release.ingest.guess import Guess
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.sites import parse_site
from dashboard.release.ingest.whole import check_about, import_counts, look, looking, write_counts

__all__ = ["About", "Guess", "Plan", "check_about", "import_counts", "look", "looking", "parse_site", "write_counts"]
