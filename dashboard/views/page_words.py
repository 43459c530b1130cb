"""The words and templates that the page's scripts fill: what the page says whatever the release."""

from __future__ import annotations

from typing import Any

from dashboard.language import _
from dashboard.views import text


def page_words() -> dict[str, Any]:
    """Return what the page says whatever the release."""
    return {
        "labels": {
            "radius": _("Radius"),
            "stay": _("Minimum stay"),
            "hours": _("Hours, map alone"),
            "time": _("Hour shown"),
            "opacity": _("Opacity of the heat"),
        },
        "people": text.unit_words(text.PEOPLE),
        "devices": text.unit_words(text.DEVICES),
        "people_flagged": _("People flagged"),
        "devices_flagged": _("Devices flagged"),
        "interval": _("{low} to {high}"),
        "between": _("{low} to {high}"),
        "rule_line": _("{where}{stay}, {dates}"),
        "devices_line": _("{mid} devices ({low} to {high})"),
        "devices_exact": _("{mid} devices"),
        "devices_between": _("{low} to {high} devices"),
        "apply": _("Apply"),
        "unknown": _("Not known"),
        "not_counted": _("Not counted"),
        "withheld": _("withheld"),
        "withheld_line": _("small counts withheld: {rows}"),
        "shorter": _("{share} of those within the radius stayed under {stay}; the rule leaves them out."),
        "all_stays": _("{share} were there {band}."),
        "band_share": _("{band}: {share}"),
        "under": _("under 1%"),
        "over": _("over 99%"),
        "all_hours": _("All hours"),
        "clock": _("{day}, {hour}"),
        "play": _("Play"),
        "pause": _("Pause"),
        "cell_sum": _("{count} devices in an average hour\n{when}"),
        "cell_hour": _("{count} devices\n{when}"),
        "fewer": _("fewer than {threshold}"),
        "under_number": _("under {number}"),
        "cell_average": _("{count} devices in an average hour"),
        "cell_devices": _("{count} devices"),
        "cell_when": _("{dates}, {hours}"),
        "no_district": _("None"),
        "north": _("N"),
        "keys": {
            "copied": _("Copied:"),
            "not_copied": _("The browser does not let this page copy. This is what it says:"),
        },
        "said": {
            "this_rule": _("this rule"),
            "method": _("{method}. {sentence}"),
            "synthetic": _("Synthetic data: made by a model; no real person is in it. {release}"),
            "release": _("{title}, release {digest}, exported {day}"),
        },
    }
