"""Saved rules: kept in the browser and as a file, each with its number when it was saved; assets/71-saved-panel.js."""

from __future__ import annotations

from dash import dcc, html

from dashboard.language import _
from dashboard.ui import ids
from dashboard.ui.components.aria import aria, data


def saved_panel() -> html.Section:
    """Return the list of saved rules, empty, with what can be done, and the dialog of a name and a note."""
    return html.Section(
        className="panel saved",
        children=[
            html.H2(_("Saved rules")),
            html.Div(
                [_button("save", _("Save this rule")), _button("copy", _("Copy link"))], className="saved-actions"
            ),
            html.Div(id=ids.SAVED_SAID, className="saved-said", role="status", **aria(live="polite")),
            html.Button(
                _("Undo"), id=ids.SAVED_UNDO, className="quiet", type="button", hidden=True, **data(saved="undo")
            ),
            html.P(_("Nothing saved yet. Rules are kept in this browser only."), id=ids.SAVED_NONE, className="note"),
            html.Ul(id=ids.SAVED_LIST),
            html.Div(
                [_button("download", _("Download as a file")), _button("open", _("Open a file"))],
                className="saved-actions",
            ),
            _dialog(),
        ],
    )


def _dialog() -> html.Dialog:
    return html.Dialog(
        id=ids.SAVED_DIALOG,
        className="saved-dialog",
        **aria(label=_("Save this rule")),
        children=[
            html.H2(_("Save this rule")),
            html.Label(_("Name"), htmlFor=ids.SAVED_NAME),
            dcc.Input(id=ids.SAVED_NAME, type="text", maxLength=200, autoComplete="off"),
            html.Label(_("Note"), htmlFor=ids.SAVED_NOTE),
            dcc.Textarea(id=ids.SAVED_NOTE, maxLength=2000),
            html.Div([_button("confirm", _("Save")), _button("cancel", _("Cancel"))], className="saved-actions"),
        ],
    )


def _button(action: str, label: str) -> html.Button:
    return html.Button(label, className="quiet", type="button", **data(saved=action))
