"""The briefing of what is on the page, for paper or as slides; assets/export/briefing.mjs fetches it."""

from __future__ import annotations

from dash import html

from dashboard.language import _
from dashboard.ui import ids
from dashboard.ui.components.aria import aria, data


def briefing_menu(of: str) -> html.Div:
    """Return the menu of the files called `of`, and what takes its place while one is made."""
    kinds = (("pdf", _("PDF, two pages")), ("pptx", _("PowerPoint, charts to edit")))
    items = [
        html.Button(words, type="button", className="export-item", **data(briefing=f"{of}.{kind}"))
        for kind, words in kinds
    ]
    return html.Div(
        [
            html.Details(
                [html.Summary(_("Briefing"), className="quiet"), html.Div(items, className="export-items")],
                className="export",
                **aria(label=_("Briefing")),
            ),
            html.Div(
                html.Button(_("Making the briefing …"), className="quiet", type="button", disabled=True, hidden=True),
                role="status",
            ),
        ],
        id=ids.BRIEFING,
        className="briefing",
        **data(failed=_("The briefing could not be made. Try again.")),
    )


def briefing_status() -> html.P:
    """Return where the page says why a briefing was not made."""
    return html.P(id=ids.BRIEFING_STATUS, className="note", role="status")
