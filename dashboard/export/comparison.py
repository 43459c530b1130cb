"""Rules side by side as a table: the number of each, its difference to the first, and whom both flag."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import flask
import polars as pl
from pydantic import ValidationError

from dashboard.answers import problem
from dashboard.answers.served import served
from dashboard.answers.side_by_side import letters
from dashboard.counting.compare import compare
from dashboard.counting.comparison import Comparison, Difference, difference_in_people, split_in_people
from dashboard.counting.count import count
from dashboard.counting.interval import Estimate
from dashboard.export import sheets
from dashboard.export.briefing.made import KINDS, made_side_by_side
from dashboard.export.names import file_name
from dashboard.export.provenance import origin
from dashboard.export.query import OfComparison
from dashboard.export.routes import MEDIA_TYPES, PREFIX, among, link_to
from dashboard.language import _
from dashboard.release.load import Release
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.views import text
from dashboard.views.places import place_words
from dashboard.views.uncounted import sentence

NAME = "compare"
Ends = Estimate | Difference | None

_PARTS = ("only_a", "both", "only_this")


def register(server: flask.Flask, shelf: Shelf, public_url: str) -> None:
    """Serve /export/compare.csv, .xlsx, .pdf and .pptx; what cannot be exported is answered as by the API."""

    def export(kind: str) -> flask.Response:
        try:
            query = OfComparison.model_validate(flask.request.args.to_dict())
            rules = query.rules
        except ValidationError as error:
            return problem.of_validation(error)
        release = served(shelf, query.release)
        content = _content(kind, release, rules, link_to(NAME, public_url))
        reply = flask.Response(content, content_type=MEDIA_TYPES[kind])
        file = file_name(rules, NAME, kind, release=among(shelf, release))
        reply.headers.set("Content-Disposition", "attachment", filename=file)
        return reply

    server.add_url_rule(f"{PREFIX}/{NAME}.<any(csv, xlsx, pdf, pptx):kind>", "export-comparison", export)


def _content(kind: str, release: Release, rules: Sequence[Rule], link: str) -> bytes:
    now = datetime.now(UTC)
    if kind in KINDS:
        return made_side_by_side(kind, release, rules, link, now)
    table, about = comparison(release, rules), about_rules(release, rules, link, now)
    return sheets.csv(table, about) if kind == "csv" else sheets.xlsx(table, about, NAME)


def about_rules(release: Release, rules: Sequence[Rule], link: str, now: datetime) -> dict[str, str]:
    """Return what the table says of itself: every rule in words, and where its numbers come from."""
    return {
        _("Rule {letter}").format(letter=letter): _said(release, rule)
        for letter, rule in zip(letters(rules), rules, strict=True)
    } | origin(release, link, now)


def _said(release: Release, rule: Rule) -> str:
    """Return how a rule was counted, and its number, in words."""
    answer = count(release, rule)
    return _("{method}. {sentence}").format(method=_(text.METHODS[answer.method]), sentence=sentence(release, answer))


def comparison(release: Release, rules: Sequence[Rule]) -> pl.DataFrame:
    """Return a row for each rule: what it flags, how many more than the first (A), and whom both flag.

    In devices and, where they are known, in people; low, mid and high each, mid null in a bracket. Raises as `count`.
    """
    rows = [
        {"rule": letter, "place": place_words(release, rule.place), **_dated(rule), **_numbers(release, rules[0], rule)}
        for letter, rule in zip(letters(rules), rules, strict=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _dated(rule: Rule) -> dict[str, object]:
    return {**rule.to_dict(), "start": rule.start, "end": rule.end}


def _numbers(release: Release, first: Rule, rule: Rule) -> dict[str, int | str | None]:
    answer = count(release, rule)
    found = None if rule is first else compare(release, first, rule)
    return {
        "method": answer.method,
        **_ends("devices", answer.devices),
        **_ends("people", answer.people),
        **_difference(release, found),
        "both_method": None if found is None else found.split.method,
        **_split(release, found),
    }


def _difference(release: Release, found: Comparison | None) -> dict[str, int | None]:
    devices = None if found is None else found.difference
    people = None if devices is None else difference_in_people(release.manifest, devices)
    return {**_ends("difference_devices", devices), **_ends("difference_people", people)}


def _split(release: Release, found: Comparison | None) -> dict[str, int | None]:
    devices = None if found is None else found.split
    people = None if devices is None else split_in_people(release.manifest, devices)
    columns: dict[str, int | None] = {}
    for unit, split in (("devices", devices), ("people", people)):
        parts = (None,) * len(_PARTS) if split is None else (split.only_first, split.both, split.only_second)
        for name, part in zip(_PARTS, parts, strict=True):
            columns |= _ends(f"{name}_{unit}", part)
    return columns


def _ends(prefix: str, ends: Ends) -> dict[str, int | None]:
    return {f"{prefix}_{end}": None if ends is None else getattr(ends, end) for end in ("low", "mid", "high")}
