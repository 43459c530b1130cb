"""The answer of a column, and the tables that hold all of them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.answers.compare import Column
from dashboard.answers.side_by_side import letters
from dashboard.language import _, percent, window
from dashboard.place import DrawnArea
from dashboard.release.load import Release
from dashboard.ui.components.aria import aria
from dashboard.ui.components.navigation import EXPLORE, address
from dashboard.views import text
from dashboard.views.compared import ToldSplit, how_both, in_a_line, rule_in_short, title
from dashboard.views.places import place_words

# A share of the stay bar is written into it where it is this part of the width of the column.
LEGIBLE = 0.12
ABSENT = "\N{EM DASH}"


def answer(release: Release, column: Column) -> list[Component]:
    """Return the number of a rule, what it means, its difference to the first rule, and how long people stayed."""
    link = f"{address(EXPLORE)}?{urlencode({'release': release.key, **column.rule.to_dict()})}"
    explore = html.A(_("Explore this rule"), href=link, className="compare-explore")
    if column.told is None:
        number: list[Component] = [html.Div(_("Not known"), className="number compare-number")]
        return [html.Div(number), html.P(""), html.P([column.unknown, " ", explore], className="note"), html.Div()]
    told = column.told
    badge = html.Span(_(text.METHODS[told.method]), className=f"badge badge-{told.method}")
    unit = _("People flagged") if told.scaled else _("Devices flagged")
    size = "number compare-number" if told.interval else "number compare-number compare-range"
    return [
        html.Div(
            [
                html.Div([html.Span(unit), badge], className="compare-unit"),
                html.Div(told.number, className=size),
                html.Div(told.interval or "\N{NO-BREAK SPACE}", className="interval"),
            ]
        ),
        html.P(column.difference or _("The others are compared with this rule."), className="compare-difference"),
        html.P([told.sentence, " ", explore], className="note"),
        _stay_bar(column),
    ]


def tables(release: Release, columns: Sequence[Column]) -> list[Component]:
    """Return all numbers as a table, and whom each rule has in common with the first one."""
    noise = [html.P(words, className="note") for words in text.noise_words(release.manifest.disclosure)]
    return [
        html.Section(
            [html.H2(_("In numbers")), _scrolled(_numbers(release, columns)), *noise], className="compare-table"
        ),
        html.Section(
            [
                html.H2(_("Who is flagged by both")),
                _scrolled(_splits(columns)),
                html.P(how_both({one.split.method for one in columns if one.split}), className="note"),
                *noise,
            ],
            className="compare-table",
        ),
    ]


def said(columns: Sequence[Column]) -> str:
    """Return the answers in a sentence, for those who hear the page."""
    return text.joined(
        [
            _("{letter}: {number}.").format(letter=letter, number=_number(column))
            if column.difference is None
            else _("{letter}: {number}, {difference}.").format(
                letter=letter, number=_number(column), difference=column.difference
            )
            for letter, column in zip(letters(columns), columns, strict=True)
        ]
    )


def saved(release: Release, columns: Sequence[Column]) -> dict[str, str]:
    """Return what a comparison is called where it is saved, and each of its rules with its number, a line each."""
    lines = [
        in_a_line(letter, _told(column), rule_in_short(release, column.rule))
        for letter, column in zip(letters(columns), columns, strict=True)
    ]
    return {"name": title(release, [column.rule for column in columns]), "answers": "\n".join(lines)}


def _number(column: Column) -> str:
    return column.told.number if column.told else _("Not known")


def _told(column: Column) -> list[str]:
    told = column.told
    return [_number(column)] if told is None else [told.number, told.interval, _(text.METHODS[told.method])]


def _numbers(release: Release, columns: Sequence[Column]) -> html.Table:
    head = [
        _("Rule"),
        _("Flagged"),
        _("Low to high"),
        _("Difference"),
        _("Place"),
        _("Radius"),
        _("Minimum stay"),
        _("Dates"),
        _("Devices"),
        _("Method"),
    ]
    rows = []
    for letter, column in zip(letters(columns), columns, strict=True):
        rule, told = column.rule, column.told
        rows.append(
            [
                letter,
                _number(column),
                ABSENT if told is None or not told.interval else told.interval,
                column.difference or ABSENT,
                place_words(release, rule.place),
                ABSENT if isinstance(rule.place, DrawnArea) else text.radius_label(rule.radius_m),
                text.stay_control(rule.min_dwell_min),
                window(rule.start, rule.end),
                ABSENT if told is None else told.devices,
                ABSENT if told is None else _(text.METHODS[told.method]),
            ]
        )
    return _table(head, rows)


def _splits(columns: Sequence[Column]) -> html.Table:
    head: list[Component | str] = [
        _("Rules"),
        _named("only-first", _("Only in A")),
        _named("both", _("In both")),
        _named("only-second", _("Only in the other")),
        _("Method"),
        _("Parts"),
    ]
    largest = max(1, *(sum(one.split.sizes) for one in columns if one.split and one.split.sizes), 1)
    rows: list[list[Component | str]] = []
    for letter, column in list(zip(letters(columns), columns, strict=True))[1:]:
        pair = _("A and {letter}").format(letter=letter)
        split = column.split
        if split is None:
            rows.append([pair, ABSENT, ABSENT, ABSENT, _("Not known"), ""])
            continue
        method = _(text.METHODS[split.method])
        rows.append([pair, split.only_first, split.both, split.only_second, method, _parts(split, largest)])
    return _table(head, rows)


def _named(part: str, words: str) -> html.Span:
    return html.Span([html.Span(className=f"swatch parts-{part}"), words])


def _parts(split: ToldSplit, largest: int) -> Component | str:
    """Return the three parts as a bar; a bracket has none, since no size in it is more likely than another."""
    if split.sizes is None:
        return ""
    kinds = ("only-first", "both", "only-second")
    return html.Div(
        [
            html.Span(className=f"parts-{kind}", style={"flexGrow": size})
            for kind, size in zip(kinds, split.sizes, strict=True)
            if size
        ],
        className="parts",
        style={"width": f"{100 * sum(split.sizes) / largest:.1f}%"},
        **aria(hidden="true"),
    )


def _stay_bar(column: Column) -> html.Div:
    total = sum(band.devices.mid or 0 for band in column.bands)
    if not total:
        return html.Div()
    words = [text.band(band.from_min, band.to_min) for band in column.bands]
    shares = [None if band.devices.mid is None else band.devices.mid / total for band in column.bands]
    described = _("; ").join(
        _("{label}: {value}").format(label=name, value=_("withheld") if share is None else percent(share))
        for name, share in zip(words, shares, strict=True)
    )
    segments = []
    for band, name, share in zip(column.bands, words, shares, strict=True):
        if share is None:
            continue
        out = " out" if band.from_min < column.rule.min_dwell_min else ""
        legible = share * column.of_widest >= LEGIBLE
        edge = text.minutes_short(band.from_min) if band.from_min else "0"
        segments.append(
            html.Div(
                [
                    html.Div(percent(share) if legible else "", className="stay-fill"),
                    html.Div(edge if legible else "", className="stay-edge"),
                ],
                className=f"stay-segment{out}",
                style={"flexGrow": share, "flexBasis": 0},
                title=f"{name}: {percent(share)}",
            )
        )
    bar = html.Div(
        segments,
        className="stay-bar",
        role="img",
        style={"width": f"{100 * column.of_widest:.1f}%"},
        **aria(label=described),
    )
    return html.Div([html.H3(_("How long they stayed")), bar])


def _table(head: Sequence[Component | str], rows: Sequence[Sequence[Component | str]]) -> html.Table:
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(name, scope="col") if name else html.Td() for name in head])),
            html.Tbody(
                [html.Tr([html.Th(first, scope="row"), *(html.Td(cell) for cell in rest)]) for first, *rest in rows]
            ),
        ]
    )


def _scrolled(table: html.Table) -> html.Div:
    return html.Div(table, className="compare-scroll", tabIndex=0, role="group", **aria(label=_("Table")))
