"""Several operators as one: devices add, shares add, and what was not counted alike is refused."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import small

from dashboard.counting.count import count
from dashboard.counting.presence import heat
from dashboard.counting.reach import by_home, flagged
from dashboard.errors import ReleaseError
from dashboard.place import parse_place
from dashboard.release.combine import combine
from dashboard.release.load import Release, load
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

    def together(other: dict[str, int] | None) -> Release:
        made = [
            small.write_small(tmp_path / f"{name}-{other}", operator={"name": name}, positioning_error_m=error)
            for name, error in (("A", stated), ("B", other))
        ]
        return combine([load(folder) for folder in made])

    alike = together(stated).manifest.positioning_error_m
    assert alike is not None
    assert alike.p95 == 450
    assert together({"median": 30, "p95": 100}).manifest.positioning_error_m is None
    assert together(None).manifest.positioning_error_m is None
