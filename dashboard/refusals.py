"""What is wrong with a request, whoever finds it."""

from __future__ import annotations

from dashboard.language import _
from dashboard.settings import DROPPED_AT_MOST


def not_of_the_page() -> str:
    """Return what is wrong with a request that no page of this server makes."""
    return _("The request is not as the page makes it; reload the page")


def file_too_large() -> str:
    """Return what is wrong with a dropped file over the limit."""
    return _("The file is over {limit} MB, expected less; import it with the command").format(
        limit=DROPPED_AT_MOST // 1_000_000
    )
