"""Where a file is dropped on the Data page, and what is answered to it; assets/import/drop.mjs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.language import _, whole, window
from dashboard.release.ingest.answered import PERSONS, SEVERAL, YES, Answered
from dashboard.settings import DROP, DROPPED_AT_MOST
from dashboard.ui import ids
from dashboard.ui.components.aria import aria, data
from dashboard.ui.components.navigation import DATA, EXPLORE, address
from dashboard.views.importing import CHOICES, DEFAULTS, EXAMPLES, LABELS, in_form

IN_THE_TABLE = ("cell", "grid", "lat", "lng", "time", "hour", "devices")
OF_COLUMNS = frozenset(("cell", "lat", "lng", "time", "hour", "devices", "dwell"))
ASKED = ("time_zone", "title", "site", "presence_rule")
NUMBERS = frozenset(("threshold", "resolution"))
FURTHER = (
    *("times_in", "time_format", "hour_is", "decimal", "dwell", "threshold", "keep", "add", "ignore"),
    *("resolution", "datum", "encoding", "delimiter", "sheet", "cells", "cells_id", "cells_crs", "lay"),
    *("operator", "market_share", *PERSONS, "source", "licence"),
)


def import_panel() -> html.Section:
    """Return where a file is dropped or chosen."""
    most = whole(DROPPED_AT_MOST // 1_000_000)
    words = {
        "sending": _("Sending {file}: {share}%"),
        "reading": _("Reading {file}"),
        "large": _("{file} is over {limit} MB, expected less; import it with the command"),
        "failed": _("The server did not answer. Try again."),
        "cancelled": _("Nothing was kept."),
    }
    told = {"words": json.dumps(words, ensure_ascii=False), "limit": str(DROPPED_AT_MOST), "address": DROP}
    return html.Section(
        [
            html.H2(_("Counts of your own"), id="import-title"),
            html.P(
                _(
                    "Drop a file of device counts by place and hour, up to {limit} MB: CSV, Excel, JSON, Parquet, also "
                    "packed. It is read here, and what it is taken for is shown. It is kept only if you save it."
                ).format(limit=most)
            ),
            html.Div(
                [
                    html.Span(_("Drop a file here, or"), className="note"),
                    html.Button(_("Choose a file"), type="button", className="button", **data(**{"import": "choose"})),
                ],
                className="import-drop",
            ),
            html.Div(
                [
                    html.Progress(id=ids.IMPORT_PROGRESS, max=100, **aria(labelledby=ids.IMPORT_SAID)),
                    html.Button(_("Cancel"), type="button", className="quiet", **data(**{"import": "cancel"})),
                ],
                id=ids.IMPORT_BUSY,
                className="import-busy",
                hidden=True,
            ),
            html.Div(id=ids.IMPORT_SAID, className="import-said", role="status", **aria(live="polite")),
            html.Div(id=ids.IMPORT_ANSWER),
        ],
        id=ids.IMPORT,
        className="wide import",
        **aria(labelledby="import-title"),
        **data(**told),
    )


def import_answer(
    file: str, found: Answered, stated: Mapping[str, str], *, cells: str | None, key: str | None
) -> list[Component]:
    """Return what is said of a file, and the form in which it is stated how to read it.

    `cells` is the name of the file of what cells are, if there is one, `key` that of the release, if it was saved.
    """
    title = html.H3(
        _("{file} is saved").format(file=file) if key else _("How {file} is read").format(file=file),
        id=ids.IMPORT_RESULT,
        tabIndex=-1,
    )
    if key:
        return [title, *_held(found), _saved(key)]
    said = [html.P(in_form(found.problem), className="import-problem", role="alert")] if found.problem else []
    if not found.columns:
        return [title, *said]
    return [
        title,
        *said,
        *_needed(found),
        *_held(found),
        html.Form(
            [
                _table(found, stated),
                html.Div([_field(name, found, stated) for name in ASKED], className="import-fields"),
                html.Details(
                    [
                        html.Summary(_("Everything else that can be stated")),
                        html.Div([_field(name, found, stated, cells) for name in FURTHER], className="import-fields"),
                    ],
                    open=cells is not None or any(_is_stated(name, stated) for name in FURTHER),
                ),
                *_confirm(found, stated),
                html.Div(
                    [
                        html.Button(_("Read it so"), type="submit", className="button"),
                        html.Button(
                            _("Save"), type="button", className="button", disabled=not found.holds,
                            **data(**{"import": "save"}),
                        ),
                    ],
                    className="import-actions",
                ),
            ],
            id=ids.IMPORT_FORM,
        ),
    ]  # fmt: skip


def _is_stated(name: str, stated: Mapping[str, str]) -> bool:
    return stated.get(name, "") not in {"", DEFAULTS.get(name)}


def _needed(found: Answered) -> list[Component]:
    if not found.needs or found.problem:
        return []
    labels = _(", ").join(_(LABELS[name]) for name in found.needs)
    return [html.P(_("To be stated or confirmed: {fields}").format(fields=labels), className="import-needs")]


def _held(found: Answered) -> list[Component]:
    if found.holds is None:
        return []
    holds = found.holds
    facts = {
        _("Dates"): window(date.fromisoformat(holds["start"]), date.fromisoformat(holds["end"])),
        _("Counts"): whole(holds["counts"]),
        _("Withheld"): whole(holds["withheld"]),
        _("Cells"): whole(holds["cells"]),
    }
    return [
        html.Dl([part for label, words in facts.items() for part in (html.Dt(label), html.Dd(words))]),
        html.Ul([html.Li(in_form(note)) for note in found.notes]),
    ]


def _saved(key: str) -> html.P:
    links = {EXPLORE: _("Open it"), DATA: _("See its facts")}
    return html.P(
        [
            html.A(words, href=f"{address(path)}?{urlencode({'release': key})}", className="import-link")
            for path, words in links.items()
        ]
    )


def _table(found: Answered, stated: Mapping[str, str]) -> html.Div:
    guesses = {guess["part"]: guess for guess in found.guesses}
    heads = [html.Th(words, scope="col") for words in (_("What"), _("Is taken to be"), _("Sure"), _("Why"))]
    rows = []
    for name in IN_THE_TABLE:
        guess = guesses.get(name)
        sure = "" if guess is None else _("yes") if guess["sure"] else _("no")
        rows.append(
            html.Tr(
                [
                    html.Th(html.Label(_(LABELS[name]), htmlFor=_id(name)), scope="row"),
                    html.Td(_control(name, found, stated, None if guess is None else guess["value"])),
                    html.Td(sure, className="" if guess is None or guess["sure"] else "import-unsure"),
                    html.Td("" if guess is None else in_form(guess["why"])),
                ]
            )
        )
    return html.Div(
        html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)]),
        className="scrolling",
        tabIndex=0,
        role="region",
        **aria(label=_("How the columns are read")),
    )


def _confirm(found: Answered, stated: Mapping[str, str]) -> list[Component]:
    if not [name for name in found.needs if name in IN_THE_TABLE]:
        return []
    box = _input(YES, type="checkbox", value="1", checked=YES in stated)
    return [html.Label([box, html.Span(_("It is as the table says"))], className="import-confirm", htmlFor=_id(YES))]


def _field(name: str, found: Answered, stated: Mapping[str, str], cells: str | None = None) -> html.Div:
    label = html.Label(_(LABELS[name]), htmlFor=_id(name))
    if name == "cells":
        control: Any = _input(name, type="file")
        return html.Div([label, control, *([html.Span(cells, className="note")] if cells else [])])
    hint = [html.Span(_hint(name), className="note")] if name in SEVERAL else []
    return html.Div([label, _control(name, found, stated, None), *hint])


def _hint(name: str) -> str:
    hints = {
        "site": _("One a line: name,latitude,longitude. Without a place nothing can be asked."),
        "keep": _("One a line: column=value"),
        "add": _("One a line"),
        "ignore": _("One a line"),
    }
    return hints.get(name, "")


def _control(name: str, found: Answered, stated: Mapping[str, str], guessed: str | None) -> Any:  # noqa: ANN401
    given = stated.get(name, "")
    if name == "time_zone":
        return html.Select([html.Option("", value="")], id=_id(name), name=name, **data(zones=given))
    if name in OF_COLUMNS or name in CHOICES:
        choices: Mapping[str, str] = CHOICES.get(name) or {column: column for column in found.columns}
        return _select(name, choices, given, guessed)
    if name in SEVERAL:
        return html.Textarea(given, id=_id(name), name=name, rows=2, **aria(description=_hint(name)))
    kind = {"type": "number", "min": 0} if name in NUMBERS else {"type": "text"}
    return _input(name, value=given, placeholder=EXAMPLES.get(name, ""), autocomplete="off", **kind)


def _select(name: str, choices: Mapping[str, str], given: str, guessed: str | None) -> html.Select:
    otherwise = _("not stated")
    if guessed and not given:
        otherwise = _("{value} (found)").format(value=_(choices.get(guessed, guessed)))
    options = [] if name in DEFAULTS else [html.Option(otherwise, value="")]
    for value, words in choices.items():
        selected = value == (given or DEFAULTS.get(name))
        options.append(html.Option(_(words) if name in CHOICES else words, value=value, selected=selected))
    return html.Select(options, id=_id(name), name=name)


def _input(name: str, **attributes: object) -> Any:  # noqa: ANN401 a part among components
    return {"tag": "input", "attributes": {"id": _id(name), "name": name, **attributes}, "within": []}


def _id(name: str) -> str:
    return f"import-{name.replace('_', '-')}"
