"""One of each kind of fault; `make faults` brings them about in bulk."""

import pytest
from full_disk import release_on_a_full_disk
from inputs import Case, cases
from kills import killed
from table import Row, printed
from together import together

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return cases(tmp_path_factory.mktemp("faults"))


def well(*rows: Row) -> None:
    assert not [row for row in rows if row.wrong], printed(rows)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_command_that_is_killed(written: list[Case], number: int) -> None:
    well(*killed(written[number], 2))


def test_an_import_on_a_full_disk(written: list[Case]) -> None:
    rows = release_on_a_full_disk(written[1])
    well(*rows)
    assert all(row.old > 0 and row.new == 1 for row in rows)


def test_two_builds_of_one_release(written: list[Case]) -> None:
    well(together(written[0], written[1], 1))


def test_a_row_that_is_wrong_is_found() -> None:
    good = Row(what="x", step="y", times=2, old=1, new=1, said=2)
    assert not good.wrong
    assert Row(what="x", step="y", times=2, old=1, new=0, mixed=1, said=2).wrong
    assert Row(what="x", step="y", times=2, old=1, new=1, said=1).wrong
    assert Row(what="x", step="y", times=2, old=1, said=2).wrong
