"""The keys of the first page: what each does, and the switch that leaves them be; assets/page/keys.mjs."""

from __future__ import annotations

from dash import html

from dashboard.language import _, mark
from dashboard.ui import ids
from dashboard.ui.components.aria import aria, data

WHAT = {
    "?": mark("Show the keys"),
    "/": mark("Find a place"),
    "u": mark("Undo the last change of the rule"),
    "b": mark("Apply the better rule, if there is one"),
    "c": mark("Compare with this rule"),
    "s": mark("Copy the sentence"),
    "n": mark("Copy the number, with low and high"),
}


def keys_button() -> html.Button:
    """Return what shows the keys."""
    return html.Button(
        "?", className="quiet", type="button", title=_("Keys"), **aria(label=_("Keys")), **data(key="show")
    )


def keys_panel() -> list[html.Dialog | html.Div]:
    """Return the dialog of the keys, and where the page says what they did."""
    return [
        html.Dialog(
            id=ids.KEYS,
            className="keys",
            **aria(labelledby=ids.KEYS_TITLE),
            children=[
                html.H2(_("Keys"), id=ids.KEYS_TITLE),
                html.Dl([part for key, words in WHAT.items() for part in (html.Dt(html.Kbd(key)), html.Dd(_(words)))]),
                html.P(_("Back and Forward of the browser go through the rules, too."), className="note"),
                html.Div(
                    [
                        html.Button(
                            _("Keys of one letter"),
                            id=ids.KEYS_ON,
                            className="quiet",
                            type="button",
                            role="switch",
                            **aria(checked="true"),
                        ),
                        html.Button(_("Close"), id=ids.KEYS_CLOSE, className="quiet", type="button"),
                    ],
                    className="saved-actions",
                ),
            ],
        ),
        html.Div(id=ids.KEYS_SAID, className="keys-said", role="status", **aria(live="polite")),
    ]


def copy_buttons() -> list[html.Button]:
    """Return what copies the sentence and the number, and what compares with the rule."""
    buttons = {"sentence": _("Copy the sentence"), "number": _("Copy the number"), "compare": _("Compare with this")}
    return [html.Button(words, className="quiet", type="button", **data(key=key)) for key, words in buttons.items()]
