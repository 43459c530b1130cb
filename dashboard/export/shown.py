"""What a file depends on beside the rule, as parts of its name; nothing of what is as usual."""

from __future__ import annotations

import json

from dashboard.answers.assumed import Assumed
from dashboard.answers.selection import Selection
from dashboard.export.names import digest
from dashboard.export.query import OfMap, OfTable
from dashboard.release.load import Release

OF_TRUE_VISITS = frozenset({"certainty", "frontier"})
OF_MEANS = frozenset({"backlog"})
OF_ALL_ASSUMED = frozenset({"briefing"})
OF_HOURS = frozenset({"map"})
OF_FOCUS = frozenset({"map", "hours"})


def shown_in(name: str, release: Release, query: OfTable) -> list[str]:
    """Return the parts of a file's name that say what it shows beside the rule; raise ScopeError."""
    selection, assumed, usual = query.selection(release), query.assumed(release), Assumed.settle(release, {})[0]
    shown = []
    if name in OF_FOCUS and selection.focus is not None:
        shown.append(f"district-{selection.focus}")
    if name in OF_HOURS and selection.hours != Selection().hours:
        shown.append("{:02}-{:02}h".format(*selection.hours))
    if name in OF_TRUE_VISITS and assumed.true_visit != usual.true_visit:
        shown.append(f"true-{assumed.true_visit.radius_m}m-{assumed.true_visit.stay_min}min")
    if name in OF_MEANS and assumed.values != usual.values:
        shown.append(f"assumed-{digest(json.dumps(dict(assumed.values)))}")
    if name in OF_ALL_ASSUMED and assumed != usual:
        shown.append(f"assumed-{digest(json.dumps(assumed.to_query()))}")
    if isinstance(query, OfMap):
        shown.append(f"view-{digest(json.dumps(query.box))}")
    return shown
