"""Of many places it is said what is told of a whole date, and what would hold it down as one visit is held."""

import re

import pytest

from dashboard.builder import defaults
from dashboard.builder.disclosure import Protection, tell_noise
from dashboard.builder.disclosure.budget import RHO, planned
from dashboard.release.cost import Extent
from dashboard.release.disclosure import Noise
from dashboard.release.manifest import Manifest
from dashboard.release.spots import circles_at_a_spot
from dashboard.site import Place, Site


def manifest(**fields: object) -> Manifest:
    return defaults.complete(dict(fields), title="t", first="2020-06-01", last="2020-06-14")


def apart(number: int, degrees: float) -> list[Place]:
    return [
        Site(site_id=f"s{n}", name=f"s{n}", kind="market", lat=39.5 + n // 8 * degrees, lng=116 + n % 8 * degrees)
        for n in range(number)
    ]


def told(places: list[Place], **stated: float) -> list[str]:
    said: list[str] = []
    tell_noise(manifest(), places, Protection(**{"rho": RHO, **stated}), by_home=True, report=said.append)
    return said


def noise_of(stated: Manifest, places: list[Place], rho: float) -> Noise:
    extent = Extent(
        radii=len(stated.radii_m),
        stays=len(stated.min_dwell_min),
        dates=2,
        places=len(places),
        circles=circles_at_a_spot(places, stated.radii_m),
        hours=24,
    )
    return planned(stated, extent, rho=rho, by_home=True)


def date_auc(noise: Noise) -> float:
    return next(one.auc for one in noise.asked if one.who == "date")


def test_around_one_place_there_is_nothing_to_say() -> None:
    assert len(told(apart(1, 1))) == 1


@pytest.mark.parametrize(("number", "degrees"), [(5, 0.2), (20, 0.2), (50, 0.2), (8, 0.03)])
def test_what_it_says_to_give_does_what_it_says(number: int, degrees: float) -> None:
    places = apart(number, degrees)
    _, warning = told(places)
    now = noise_of(manifest(), places, RHO)
    assert f"with {date_auc(now):.2f} at most" in warning
    smaller = re.search(r"--rho (\S+) makes that 0.60, with (\S+) times the noise", warning)
    assert smaller
    held = noise_of(manifest(), places, float(smaller[1]))
    assert date_auc(held) == pytest.approx(0.6, abs=0.005)
    assert held.reach_sd / now.reach_sd == pytest.approx(float(smaller[2]), rel=0.06)
    fewer = re.search(r"or (\S+) times with the radii (\S+) m and the stays (\S+) min alone \(--rho (\S+)\)", warning)
    assert fewer
    coarse = manifest(
        radii_m=[int(one) for one in fewer[2].split(",")], min_dwell_min=[int(one) for one in fewer[3].split(",")]
    )
    found = noise_of(coarse, places, float(fewer[4]))
    assert date_auc(found) == pytest.approx(0.6, abs=0.005)
    assert found.reach_sd <= now.reach_sd * 1.03
    assert found.reach_sd / now.reach_sd == pytest.approx(float(fewer[1]), abs=0.08)


def test_a_rho_that_holds_it_down_is_not_warned_of() -> None:
    assert len(told(apart(20, 0.2), rho=0.003)) == 1
