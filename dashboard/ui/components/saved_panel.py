"""Saved rules and comparisons: kept in the browser and as a file, each with its numbers; assets/saved/panel.mjs."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.language import _
from dashboard.ui import ids
from dashboard.ui.components.aria import aria, data
from dashboard.ui.components.keys_panel import copy_buttons


def saved_panel() -> html.Section:
    """Return what can be done with the rule on the page, and all that is saved."""
    return html.Section(
        [
            html.H2(_("Saved")),
            html.Div([*save_and_copy(_("Save this rule")), *copy_buttons()], className="saved-actions"),
            *saved_said(),
            *saved_list(),
            saved_dialog(),
        ],
        className="panel saved",
    )


def save_and_copy(save: str) -> list[html.Button]:
    """Return what saves the view on the page, in the words `save`, and what copies its link."""
    return [_button("save", save), _button("copy", _("Copy link"))]


def saved_said() -> list[Component]:
    """Return where the page says what became of it, and what takes a deletion back."""
    return [
        html.Div(id=ids.SAVED_SAID, className="saved-said", role="status", **aria(live="polite")),
        html.Button(_("Undo"), id=ids.SAVED_UNDO, className="quiet", type="button", hidden=True, **data(saved="undo")),
    ]


def saved_list() -> list[Component]:
    """Return the list of what is saved, empty, and its file."""
    return [
        html.P(
            _("Nothing saved yet. What is saved is kept in this browser only."), id=ids.SAVED_NONE, className="note"
        ),
        html.Ul(id=ids.SAVED_LIST),
        html.Div(
            [_button("download", _("Download as a file")), _button("open", _("Open a file"))],
            className="saved-actions",
        ),
    ]


def saved_dialog() -> html.Dialog:
    """Return the dialog of a name and a note."""
    return html.Dialog(
        id=ids.SAVED_DIALOG,
        className="saved-dialog",
        **aria(label=_("Name and note")),
        children=[
            html.H2(_("Name and note")),
            html.Label(_("Name"), htmlFor=ids.SAVED_NAME),
            dcc.Input(id=ids.SAVED_NAME, type="text", maxLength=200, autoComplete="off"),
            html.Label(_("Note"), htmlFor=ids.SAVED_NOTE),
            dcc.Textarea(id=ids.SAVED_NOTE, maxLength=2000),
            html.Div([_button("confirm", _("Save")), _button("cancel", _("Cancel"))], className="saved-actions"),
        ],
    )


def _button(action: str, label: str) -> html.Button:
    return html.Button(label, className="quiet", type="button", **data(saved=action))
