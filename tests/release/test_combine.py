"""Several operators as one: devices add, shares add, and what was not counted alike is refused."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import small

from dashboard.counting.count import count
from dashboard.counting.presence import heat
from dashboard.counting.reach import by_home, flagged
from dashboard.errors import ReleaseError
from dashboard.place import parse_place
from dashboard.release.combine import combine, together
from dashboard.release.load import Release, load
from dashboard.release.manifest import Manifest, Operator
from dashboard.rule import Rule

RULE = Rule(place=parse_place("xinfadi"), radius_m=500, min_dwell_min=15, start=small.DATES[1], end=small.DATES[2])


def operators(folder: Path, names: Sequence[str] = ("A", "B"), **changes: object) -> list[Release]:
    """Return releases of the same counts by several operators, the last one's manifest changed."""
    made = []
    for number, name in enumerate(names):
        last = number == len(names) - 1
        about = {"operator": {"name": name, "market_share": 0.2}, **(changes if last else {})}
        made.append(load(small.write_small(folder / f"release-{number}", **about)))
    return made


def test_devices_add_and_people_scale_by_the_share_covered(tmp_path: Path) -> None:
    alone, other = operators(tmp_path)
    both = combine([alone, other])
    one, two = count(alone, RULE), count(both, RULE)
    assert two.devices == one.devices + one.devices
    assert two.withheld_rows == 2 * one.withheld_rows
    assert both.manifest.operator.market_share == pytest.approx(0.4)
    assert one.people is not None
    assert two.people == one.people, "twice the devices of twice the share are the same people"


def test_every_table_adds(tmp_path: Path) -> None:
    alone, other = operators(tmp_path)
    both = combine([alone, other])
    window = {"start": small.DATES[0], "end": small.DATES[2]}
    columns = ["low", "mid", "high", "withheld"]
    assert (heat(both, None, 9, **window)[columns] == 2 * heat(alone, None, 9, **window)[columns]).to_series().all()
    assert by_home(both, RULE)["mid"].to_list() == [2 * mid for mid in by_home(alone, RULE)["mid"]]
    one, two = count(alone, RULE).devices, count(both, RULE).devices
    assert two == one + one


def test_one_release_stays_as_it_is(tmp_path: Path) -> None:
    (alone,) = operators(tmp_path, ["A"])
    assert combine([alone]) is alone


def test_combined_releases_have_a_key_and_a_digest_of_their_own(tmp_path: Path) -> None:
    alone, other = operators(tmp_path)
    both, turned = combine([alone, other]), combine([other, alone])
    assert both.key == "release-0~release-1"
    assert len({alone.digest, other.digest, both.digest, turned.digest}) == 4
    assert flagged(both, RULE) == flagged(turned, RULE)


@pytest.mark.parametrize(
    ("changes", "field", "values"),
    [
        ({"time_zone": "Asia/Tokyo"}, "time_zone", ["Asia/Tokyo", "Asia/Shanghai"]),
        ({"radii_m": [250, 500, 1000, 2000]}, "radii_m", ["[250, 500, 1000, 2000]", "[250, 500, 1000]"]),
        ({"max_gap_min": 30}, "max_gap_min", ["30", "60"]),
        ({"disclosure": {"threshold": 10}}, "disclosure.threshold", ["10", "15"]),
        ({"synthetic": False}, "synthetic", ["False", "True"]),
        ({"persons_per_device": None}, "persons_per_device", ["is missing, in", "it is there"]),
    ],
)
def test_what_was_counted_otherwise_is_refused_with_the_difference(
    tmp_path: Path, changes: dict[str, object], field: str, values: list[str]
) -> None:
    with pytest.raises(ReleaseError) as refusal:
        combine(operators(tmp_path, **changes))
    (fault,) = refusal.value.faults
    assert fault.column == field
    assert all(value in fault.problem for value in values)


def test_the_same_operator_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="its devices would count twice"):
        combine(operators(tmp_path, ["A", "A"]))


def test_shares_above_all_devices_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"add up to 1\.1"):
        combine(operators(tmp_path, operator={"name": "B", "market_share": 0.9}))


def test_an_error_of_position_is_that_of_all_or_of_none(tmp_path: Path) -> None:
    stated = {"median": 110, "p95": 450}

    def stating(other: dict[str, int] | None) -> Release:
        made = [
            small.write_small(tmp_path / f"{name}-{other}", operator={"name": name}, positioning_error_m=error)
            for name, error in (("A", stated), ("B", other))
        ]
        return combine([load(folder) for folder in made])

    alike = stating(stated).manifest.positioning_error_m
    assert alike is not None
    assert alike.p95 == 450
    assert stating({"median": 30, "p95": 100}).manifest.positioning_error_m is None
    assert stating(None).manifest.positioning_error_m is None


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 2, 0, 3, 1), (3, 0, 4, 1, 2)])
def test_those_that_fit_are_put_together_whatever_comes_between(tmp_path: Path, order: tuple[int, ...]) -> None:
    names = [("A", 60), ("B", 60), ("C", 30), ("D", 30), ("E", 20)]
    made = [
        load(small.write_small(tmp_path / name, operator={"name": name, "market_share": 0.2}, max_gap_min=gap))
        for name, gap in names
    ]
    found = {frozenset(one.key.split("~")) for one in together([made[number] for number in order])}
    assert found == {frozenset("AB"), frozenset("CD")}, "the fifth was counted as no other was"


@pytest.mark.parametrize("table", ["reach_by_home", "presence"])
def test_a_table_that_one_of_them_lacks_is_named_on_the_side_that_lacks_it(tmp_path: Path, table: str) -> None:
    whole, other = operators(tmp_path)
    lacking = replace(other, **{f"{table}_parts": None})
    for given, theirs, mine in (([whole, lacking], "missing", "there"), ([lacking, whole], "there", "missing")):
        with pytest.raises(ReleaseError) as refusal:
            combine(given)
        (fault,) = refusal.value.faults
        assert fault.column == table
        assert f"{table} is {theirs}, in" in fault.problem
        assert fault.problem.endswith(f"it is {mine}")


def test_places_of_one_alone_and_places_that_differ_are_named_and_no_other(tmp_path: Path) -> None:
    alone, other = operators(tmp_path)
    moved, gone, *_ = other.places
    places = {**other.places, moved: replace(other.places[moved], name="Elsewhere")}
    del places[gone]
    with pytest.raises(ReleaseError) as refusal:
        combine([alone, replace(other, places=places)])
    (fault,) = refusal.value.faults
    assert fault.column == "sites"
    assert f"['{moved}'], in" in fault.problem
    assert f"['{moved}', '{gone}']" in fault.problem


def test_shares_that_add_up_to_all_devices_are_no_fault(tmp_path: Path) -> None:
    shares = [0.7, 0.2, 0.1]  # in floating point a little less than 1
    made = [
        load(small.write_small(tmp_path / str(number), operator={"name": str(number), "market_share": share}))
        for number, share in enumerate(shares)
    ]
    assert combine(made).manifest.operator.market_share == 1
    assert (
        combine([*made[:2], replace(made[2], manifest=_without_share(made[2]))]).manifest.operator.market_share is None
    )


def test_a_refusal_stays_short_however_long_its_values_are(tmp_path: Path) -> None:
    alone, other = operators(tmp_path, radii_m=list(range(250, 25_000, 250)))
    with pytest.raises(ReleaseError) as refusal:
        combine([alone, other])
    (fault,) = refusal.value.faults
    assert "[250, 500, 750" in fault.problem
    assert "24750]" in fault.problem
    assert len(fault.problem) < 3 * 70 + 40


def test_the_cells_are_those_of_all_each_once_or_unknown(tmp_path: Path) -> None:
    alone, other = operators(tmp_path)
    first, second, third = pl.Series(range(0, 400, 2), dtype=pl.UInt64), pl.Series(range(1, 401), dtype=pl.UInt64), None
    for cells, expected in (((second, first), list(range(401))), ((first, third), None), ((third, third), None)):
        both = combine([replace(one, cells=known) for one, known in zip((alone, other), cells, strict=True)])
        assert (both.cells.to_list() if both.cells is not None else None) == expected


def _without_share(release: Release) -> Manifest:
    return release.manifest.model_copy(update={"operator": Operator(name=release.manifest.operator.name)})
