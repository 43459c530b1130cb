"""The attack that the builder runs on noise drawn anew agrees with the formula, and sees noise unlike the stated."""

import pytest

from dashboard.builder.disclosure.budget import noise
from dashboard.builder.disclosure.gaussian import secure, seeded
from dashboard.builder.disclosure.measured import measured
from dashboard.release.cost import Extent, Spread

EXTENTS = [
    Extent(radii=1, stays=1, dates=1, places=1, circles=1, hours=24),
    Extent(radii=3, stays=2, dates=5, places=4, circles=5, hours=24),
    Extent(radii=12, stays=7, dates=14, places=8, circles=39, hours=25),
]
SPREAD = Spread(reach=60.0, home=150.0, presence=40.0, presence_threshold=300)


@pytest.mark.parametrize("extent", EXTENTS)
def test_the_attack_does_as_well_as_the_formula_says(extent: Extent) -> None:
    found = measured(noise(extent, SPREAD), extent, seeded(1))
    for one in found.asked:
        assert one.auc_measured == pytest.approx(one.auc, abs=0.05), one.who
    assert found.model_copy(update={"asked": noise(extent, SPREAD).asked}) == noise(extent, SPREAD)


def test_it_is_run_on_the_noise_that_protects() -> None:
    found = measured(noise(EXTENTS[1], SPREAD), EXTENTS[1], secure)
    for one in found.asked:
        assert one.auc_measured == pytest.approx(one.auc, abs=0.05), one.who


def test_less_noise_than_is_stated_shows() -> None:
    extent, honest = EXTENTS[1], seeded(1)
    found = measured(noise(extent, SPREAD), extent, lambda size, scale: honest(size, scale / 10))
    assert all(one.auc_measured is not None and one.auc_measured > one.auc + 0.1 for one in found.asked)
