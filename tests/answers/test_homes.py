"""Home districts are told apart, though two of them share a name."""

from dataclasses import replace
from datetime import date

from dashboard.answers.charts import homes_figure_of, homes_of
from dashboard.language import name_of
from dashboard.place import parse_place
from dashboard.release.load import Release
from dashboard.rule import Rule
from dashboard.views.theme import LIGHT

RULE = Rule(
    place=parse_place("xinfadi"), radius_m=1000, min_dwell_min=0, start=date(2020, 5, 30), end=date(2020, 6, 12)
)


def test_districts_of_one_name_are_told_apart_by_their_codes(release: Release) -> None:
    first, second, *others = release.districts.values()
    alike = {**release.districts, second.code: replace(second, name=first.name, name_zh=first.name_zh)}
    table, _unit = homes_of(replace(release, districts=alike), RULE)
    names = dict(table.select("home", "name").iter_rows())
    assert len(set(names.values())) == len(names)
    assert names[first.code] == f"{name_of(first)} ({first.code})"
    assert names[second.code] == f"{name_of(first)} ({second.code})"
    assert {names[district.code] for district in others} == {name_of(district) for district in others}


def test_each_district_has_a_bar(release: Release) -> None:
    (trace,) = homes_figure_of(release, RULE, LIGHT)["data"]
    assert len(set(trace["y"])) == len(trace["x"]) == homes_of(release, RULE)[0].height
