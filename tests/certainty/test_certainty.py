"""How sure a circle is: laws of the expected shares, the error that a release states, and a field worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import ncx2

from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.certainty.error import RAYLEIGH_RATIO, ErrorModel, error_model
from dashboard.counting.certainty.expect import MARGIN, Counted, Expectation, expect
from dashboard.demo import positioning
from dashboard.errors import ScopeError
from dashboard.release.manifest import PositioningError

NO_ERROR = ErrorModel(near_sd_m=0, far_sd_m=0)
RADII_M = (250, 500, 750, 1000)
DEMO_ERROR = ErrorModel(near_sd_m=77, far_sd_m=250)


def counted(table: np.ndarray, stays: tuple[int, ...], *, dates: int = 1, often: float = 1.0) -> Counted:
    devices = np.asarray(table, dtype=np.int64)
    twice = (devices * often).astype(np.int64)
    return Counted(
        radii_m=RADII_M,
        min_dwell_min=stays,
        dates=dates,
        devices=(devices, devices, devices),
        device_dates=(twice, twice, twice),
    )


def field(per_km2: float = 10_000) -> Counted:
    """People who pass, as many on every square metre, once each, on one date."""
    return counted(np.array([[per_km2 * np.pi * (radius / 1000) ** 2, 0] for radius in RADII_M]), (0, 5))


MARKET = counted(
    np.array([[900, 800, 500], [1500, 1300, 900], [1900, 1400, 950], [2300, 1450, 980]]), (0, 15, 60), dates=7, often=2
)


def shares(found: Expectation) -> list[np.ndarray]:
    return [np.nan_to_num(getattr(of, end)) for of in (found.precision, found.recall) for end in ("low", "mid", "high")]


@given(median=st.floats(10, 500), ratio=st.floats(RAYLEIGH_RATIO + 0.01, 20))
def test_the_mixture_has_the_median_and_the_percentile_that_a_release_states(median: float, ratio: float) -> None:
    found = error_model(PositioningError(median=median, p95=ratio * median))
    assert found.beyond(median) == pytest.approx(0.5, abs=1e-6)
    assert found.beyond(ratio * median) == pytest.approx(0.05, abs=1e-6)
    assert found.near_sd_m <= found.far_sd_m


def test_a_narrow_percentile_gives_one_round_error_that_has_it() -> None:
    found = error_model(PositioningError(median=100, p95=150))
    assert found.near_sd_m == found.far_sd_m
    assert found.beyond(150) == pytest.approx(0.05)


def test_the_errors_of_the_demonstration_are_found_from_what_its_manifest_states() -> None:
    found = error_model(PositioningError(median=positioning.MEDIAN_M, p95=positioning.P95_M))
    assert found.near_sd_m == pytest.approx(positioning.NEAR_SD_M, rel=0.02)
    assert found.far_sd_m == pytest.approx(positioning.FAR_SD_M, rel=0.02)


def test_a_percentile_below_the_median_is_refused() -> None:
    with pytest.raises(ScopeError, match="p95 50"):
        error_model(PositioningError(median=100, p95=50))


def test_a_true_visit_has_a_size() -> None:
    with pytest.raises(ScopeError, match="0 m"):
        TrueVisit(radius_m=0)


@pytest.mark.parametrize("case", [field(), MARKET], ids=["field", "market"])
def test_shares_lie_between_0_and_1_and_low_mid_and_high_in_order(case: Counted) -> None:
    found = expect(case, DEMO_ERROR, TrueVisit())
    for share in shares(found):
        assert ((share >= 0) & (share <= 1)).all()
    for of in (found.precision, found.recall):
        assert (np.nan_to_num(of.low) <= np.nan_to_num(of.mid)).all()
        assert (np.nan_to_num(of.mid) <= np.nan_to_num(of.high)).all()
    assert found.visitors[0] <= found.visitors[1] <= found.visitors[2]


def test_without_error_a_rule_equal_to_the_true_visit_flags_true_visitors_alone() -> None:
    found = expect(MARKET, NO_ERROR, TrueVisit(radius_m=500, stay_min=15))
    at = (RADII_M.index(500), 1)
    assert found.precision.low[at] == pytest.approx(1 - MARGIN)
    assert found.precision.mid[:2, 1:] == pytest.approx(1)
    assert found.precision.mid[2, 1] < 1
    assert found.recall.high[at] == pytest.approx(1)


def test_without_error_and_for_any_stay_the_rule_and_the_true_visit_are_the_same() -> None:
    found = expect(field(), NO_ERROR, TrueVisit(radius_m=500, stay_min=0))
    assert found.precision.mid[:, 0] == pytest.approx([1, 1, 1 / 2.25, 1 / 4], rel=0.1)
    assert found.recall.mid[:, 0] == pytest.approx([0.25, 1, 1, 1], rel=0.1)


def test_a_larger_error_never_raises_the_precision_of_the_smallest_circle() -> None:
    found = [
        expect(field(), ErrorModel(near_sd_m=sd, far_sd_m=2 * sd), TrueVisit(stay_min=0)).precision.mid[0, 0]
        for sd in (0, 20, 60, 120)
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] == pytest.approx(1)
    assert found[-1] < 0.8


def test_an_even_field_has_the_precision_of_the_closed_form() -> None:
    sd, radius = 100.0, 250.0

    def still_inside(metres: float) -> float:
        return 2 * metres / radius**2 * float(ncx2.cdf((radius / sd) ** 2, 2, (metres / sd) ** 2))

    found = expect(field(), ErrorModel(near_sd_m=sd, far_sd_m=sd), TrueVisit(stay_min=0))
    exact, _ = quad(still_inside, 0, radius)
    # As many come in over the edge as go out.
    assert found.precision.mid[0, 0] == pytest.approx(exact, abs=0.05)
    assert found.recall.mid[0, 0] == pytest.approx(exact, abs=0.05)


def test_twice_as_many_people_change_no_share() -> None:
    once, twice = (expect(field(density), DEMO_ERROR, TrueVisit()) for density in (10_000, 20_000))
    assert once.precision.mid == pytest.approx(twice.precision.mid, abs=1e-3, nan_ok=True)
    assert once.recall.mid == pytest.approx(twice.recall.mid, abs=1e-3)


def test_recall_rises_with_the_radius_and_falls_with_the_stay() -> None:
    recall = expect(MARKET, DEMO_ERROR, TrueVisit()).recall.mid
    assert (np.diff(recall, axis=0) >= -1e-9).all()
    assert (np.diff(recall, axis=1) <= 1e-9).all()


def test_where_nobody_was_counted_nothing_is_expected() -> None:
    found = expect(counted(np.zeros((4, 1)), (0,)), DEMO_ERROR, TrueVisit())
    assert np.isnan(found.precision.mid).all()
    assert (found.recall.mid == 0).all()
    assert found.visitors == (0, 0, 0)
