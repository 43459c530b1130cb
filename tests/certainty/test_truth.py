"""Expected shares against the truth of the demonstration city, a twentieth of it."""

import numpy as np
import pytest
from true_visits import Visits, true_visits

from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.certainty.error import error_model
from dashboard.counting.certainty.expect import expect
from dashboard.demo import demo, places
from dashboard.errors import ScopeError

pytestmark = pytest.mark.long

SCALE = 0.05
TRUE = (
    TrueVisit(radius_m=250, stay_min=30),
    TrueVisit(radius_m=500, stay_min=15),
    TrueVisit(radius_m=1000, stay_min=0),
)
FLAGGED_AT_LEAST = 1_000
# Aimed at: 5 percentage points. Who stays four hours is missed by more: see the README's limits.
CLOSE, FAR = 0.05, 0.13


@pytest.fixture(scope="module")
def made() -> Visits:
    radii = tuple(true_visit.radius_m for true_visit in TRUE)
    return true_visits(places.XINFADI, demo.manifest(), radii, scale=SCALE)


@pytest.mark.parametrize("true_visit", TRUE, ids=str)
def test_expected_shares_are_near_the_true_ones(made: Visits, true_visit: TrueVisit) -> None:
    stated = made.manifest.positioning_error_m
    if stated is None:
        msg = "the demonstration states no positioning error"
        raise ScopeError(msg)
    found = expect(made.counted, error_model(stated), true_visit)
    precision, recall, visitors = made.truly(true_visit)
    many = made.counted.devices[1] * (1 / SCALE) > FLAGGED_AT_LEAST / SCALE
    for expected, true in ((found.precision, precision), (found.recall, recall)):
        off = np.abs(expected.mid - true)[many]
        assert np.median(off) < CLOSE
        assert off.max() < FAR
        assert ((expected.low <= true) & (true <= expected.high))[many].mean() > 0.9
    assert found.visitors[1] == pytest.approx(visitors, rel=0.08)
