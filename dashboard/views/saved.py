"""What the browser says of saved rules and comparisons."""

from __future__ import annotations

from dashboard.language import _


def saved_words() -> dict[str, str]:
    """Return the words of what is saved, templates with named places among them."""
    return {
        "name": _("{place}, {radius}"),
        "rule": _("Rule"),
        "comparison": _("Comparison"),
        "rule_said": _("{where}{stay}, {dates}"),
        "edit": _("Edit"),
        "link": _("Copy link"),
        "delete": _("Delete"),
        "action": _("{action}: {name}"),
        "saved": _("Saved: {name}"),
        "deleted": _("Deleted: {name}"),
        "back": _("Back again: {name}"),
        "copied": _("The link is copied."),
        "copy_this": _("The browser does not let this page copy. The link is:"),
        "wait": _("The numbers are still on their way: save when they are here."),
        "full": _("This browser keeps no more. Download what is saved as a file: it is gone when the page is closed."),
        "opened": _("Added from {name}: {count}."),
        "broken": _("Not all that is kept in this browser can be read; what it was is kept beside."),
        "no_json": _("The file is not JSON, expected one that was downloaded here."),
        "no_schema": _("The file is of another kind, expected schema {schema} with a list of what was saved."),
        "left_out": _("Entry {position} {name} is left out: {wrong}."),
        "unknown_fields": _("Entry {position} {name} is kept without what is not known here: {fields}."),
        "no_entry": _("it is no entry"),
        "no_text": _("{field} is missing or no text of at most 8,000 characters"),
        "no_page": _("its address is no page of rules here"),
        "no_rule": _("its link lacks {field}"),
    }
