"""What the browser says of saved rules."""

from __future__ import annotations

from dashboard.language import _


def saved_words() -> dict[str, str]:
    """Return the words of saved rules, templates with named places among them."""
    return {
        "name": _("{place}, {radius}"),
        "rule": _("{where}{stay}, {dates}"),
        "within": _("within {radius} of {place}"),
        "edit": _("Edit"),
        "link": _("Copy link"),
        "delete": _("Delete"),
        "action": _("{action}: {name}"),
        "saved": _("Saved: {name}"),
        "deleted": _("Deleted: {name}"),
        "back": _("Back again: {name}"),
        "copied": _("The link is copied."),
        "copy_this": _("The browser does not let this page copy. The link is:"),
        "wait": _("The number is still on its way: save when it is here."),
        "full": _("This browser keeps no more. Download the rules as a file: they are gone when the page is closed."),
        "opened": _("Rules added from {name}: {count}."),
        "broken": _("Not all rules kept in this browser can be read; what they were is kept beside."),
        "no_json": _("The file is not JSON, expected one that was downloaded here."),
        "no_schema": _("The file is of another kind, expected schema {schema} with a list of rules."),
        "left_out": _("Rule {position} {name} is left out: {wrong}."),
        "unknown_fields": _("Rule {position} {name} is kept without what is not known here: {fields}."),
        "no_entry": _("it is no rule"),
        "no_text": _("{field} is missing or no text of at most 4,000 characters"),
        "no_rule": _("its link lacks {field}"),
    }
