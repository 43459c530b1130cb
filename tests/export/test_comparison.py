"""The table of rules side by side: the numbers of the page, in a file that says what it is."""

from urllib.parse import urlencode

import polars as pl
import pytest
from flask.testing import FlaskClient

from dashboard.counting.compare import compare
from dashboard.counting.count import count
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.views.uncounted import sentence

A = {"site": "xinfadi", "radius_m": 1000, "min_dwell_min": 0, "start": "2020-05-30", "end": "2020-06-12"}
B = {**A, "radius_m": 500}
C = {**A, "site": "yuquandong"}
ENDS = ("low", "mid", "high")


def address(kind: str, *rules: dict[str, object]) -> str:
    return f"/export/compare.{kind}?{urlencode(dict(zip('abcd', map(urlencode, rules), strict=False)))}"


def test_every_rule_has_a_row_with_its_difference_and_whom_both_flag(client: FlaskClient, shelf: Shelf) -> None:
    release = shelf.releases["demo"]
    reply = client.get(address("csv", A, B, C))
    rules = "xinfadi_1000m_any_vs_xinfadi_500m_any_vs_yuquandong_1000m_any"
    file = f"{rules}_2020-05-30_2020-06-12_compare.en.csv"
    assert reply.headers["Content-Disposition"] == f"attachment; filename={file}"
    table = pl.read_csv(reply.data, comment_prefix="#")
    first, *others = (Rule.from_query(rule) for rule in (A, B, C))
    assert table["rule"].to_list() == ["A", "B", "C"]
    assert table["devices_mid"].to_list() == [count(release, rule).devices.mid for rule in (first, *others)]
    for row, rule in zip(table.to_dicts()[1:], others, strict=True):
        found = compare(release, first, rule)
        parts = {"difference": found.difference, "only_a": found.split.only_first, "only_this": found.split.only_second}
        for name, ends in parts.items():
            assert [row[f"{name}_devices_{end}"] for end in ENDS] == [getattr(ends, end) for end in ENDS]
        assert row["both_method"] == found.split.method
    assert table["both_method"].to_list() == [None, "counted", "bracket"]


def test_it_says_every_rule_in_words_and_the_link(client: FlaskClient, shelf: Shelf) -> None:
    text = client.get(address("csv", A, B)).get_data(as_text=True)
    for letter, rule in (("A", A), ("B", B)):
        said = sentence(shelf.releases["demo"], count(shelf.releases["demo"], Rule.from_query(rule)))
        assert f'Rule {letter},"Counted. {said}"' in text
    assert "/compare?a=site%3Dxinfadi" in text
    assert "Synthetic" in text
    assert client.get(address("xlsx", A, B)).data[:2] == b"PK"


@pytest.mark.parametrize(
    ("rules", "said"), [((A,), "b"), ((A, {**A, "radius_m": "x"}), "radius_m"), ((A, {**A, "radius_m": 600}), "600")]
)
def test_what_cannot_be_compared_is_a_problem_that_says_why(
    client: FlaskClient, rules: tuple[dict[str, object], ...], said: str
) -> None:
    reply = client.get(address("csv", *rules))
    assert 400 <= reply.status_code < 500
    assert said in reply.get_data(as_text=True)
