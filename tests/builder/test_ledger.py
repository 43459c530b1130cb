"""The ledger adds up what every date has spent, whatever else runs at the same time, and whenever a build is killed."""

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from market_crowd import built, crowd

from dashboard.builder.disclosure import Protection
from dashboard.builder.ledger import Account, Entry, read_ledger
from dashboard.errors import InputError
from dashboard.release.manifest import Period
from dashboard.risk import ledger as of_risk

FIRST = date(2020, 6, 1)


def entry(release: Path, start: int = 0, end: int = 0, rho: float = 0.1) -> Entry:
    period = Period(start=FIRST + timedelta(days=start), end=FIRST + timedelta(days=end))
    made = datetime(2020, 7, 1, tzinfo=UTC)
    return Entry(release=str(release), created_at=made, period=period, places=1, rho=rho, delta=1e-6)


@given(asked=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from([0.25, 0.5, 1.0])), max_size=8))
def test_no_date_ever_spends_more_than_it_may(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[int, int, float]]
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    account = Account(path=folder / "ledger.json", most_rho=2.0)
    by_hand = dict.fromkeys(range(5), 0.0)
    for one, other, rho in asked:
        start, end = sorted((one, other))
        fits = all(by_hand[day] + rho <= 2.0 for day in range(start, end + 1))
        try:
            account.spend(entry(folder / "out", start, end, rho))
        except InputError:
            assert not fits
            continue
        assert fits
        for day in range(start, end + 1):
            by_hand[day] += rho
    ledger = read_ledger(account.path)
    for day, rho in by_hand.items():
        assert sum(one.rho for one in ledger.on(FIRST + timedelta(days=day))) == pytest.approx(rho)


def spend_or_not(path: Path, number: int) -> bool:
    try:
        Account(path=path, most_rho=1.0).spend(entry(path.parent / f"out-{number}"))
    except InputError:
        return False
    return True


def test_many_at_once_spend_no_more_than_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    with ThreadPoolExecutor(8) as workers:
        spent = list(workers.map(lambda number: spend_or_not(path, number), range(30)))
    assert sum(spent) == 10
    assert len(read_ledger(path).spent) == 10


def spend_for_ever(path: Path) -> None:
    number = 0
    while True:
        Account(path=path).spend(entry(path.parent / f"out-{number}"))
        number += 1


def test_a_kill_leaves_a_whole_ledger_that_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    before = 0
    for wait in (0.3, 0.2, 0.25):
        process = get_context("fork").Process(target=spend_for_ever, args=(path,))
        process.start()
        process.join(wait)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        spent = len(read_ledger(path).spent)
        assert spent >= before
        before = spent
    Account(path=path).spend(entry(tmp_path / "last"))
    assert len(read_ledger(path).spent) == before + 1


def test_a_build_writes_down_what_it_spends_and_says_what_was_spent_before(tmp_path: Path) -> None:
    account = Account(path=tmp_path / "ledger.json", most_rho=0.5)
    protection = Protection(rho=0.3, account=account)
    release = built(tmp_path / "first", crowd(30), protection)
    (spent,) = read_ledger(account.path).spent
    assert release.manifest.disclosure.noise is not None
    assert spent.rho == release.manifest.disclosure.noise.rho
    assert spent.delta == release.manifest.disclosure.noise.delta
    with pytest.raises(InputError) as refused:
        built(tmp_path / "second", crowd(30), protection)
    assert "2020-06-03 would have spent rho 0.6 in all, 0.3 of it now and before 0.3 for " in str(refused.value)
    assert str(tmp_path / "first") in str(refused.value)
    assert not (tmp_path / "second").exists()
    assert len(read_ledger(account.path).spent) == 1
    shown = of_risk.part(account.path)
    assert shown.figures.height == 5
    assert shown.figures["rho"].to_list() == pytest.approx([0.3] * 5)


def test_another_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_text(json.dumps({"spent": "much"}))
    with pytest.raises(InputError, match="is no ledger"):
        Account(path=path).spend(entry(tmp_path / "out"))
    assert json.loads(path.read_text()) == {"spent": "much"}


def test_a_ledger_in_the_release_or_without_noise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lies in the release"):
        Account(path=tmp_path / "out" / "ledger.json").spend(entry(tmp_path / "out"))
    with pytest.raises(InputError, match="without noise"):
        Protection(account=Account(path=tmp_path / "ledger.json"))
    with pytest.raises(InputError, match="expected above 0"):
        Account(path=tmp_path / "ledger.json", most_rho=0)
