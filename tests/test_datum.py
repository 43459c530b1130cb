"""GCJ-02 to WGS-84 and back, and BD-09 by way of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.datum import from_bd09, from_gcj02, to_gcj02

# WGS-84 latitude and longitude, GCJ-02 latitude and longitude: vectors published with eviltransform.
PUBLISHED = [
    (31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
    (22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
    (39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
]
METRES_A_DEGREE = 111_320


@pytest.mark.parametrize(("lat", "lng", "gcj_lat", "gcj_lng"), PUBLISHED)
def test_meets_the_published_vectors(lat: float, lng: float, gcj_lat: float, gcj_lng: float) -> None:
    found_lng, found_lat = to_gcj02(np.array([lng]), np.array([lat]))
    assert found_lng[0] == pytest.approx(gcj_lng, abs=1e-9)
    assert found_lat[0] == pytest.approx(gcj_lat, abs=1e-9)
    back_lng, back_lat = from_gcj02(np.array([gcj_lng]), np.array([gcj_lat]))
    assert back_lng[0] == pytest.approx(lng, abs=1e-9)
    assert back_lat[0] == pytest.approx(lat, abs=1e-9)


@given(lng=st.floats(115.3, 117.6), lat=st.floats(39.4, 41.1))
def test_comes_back_within_half_a_metre_anywhere_in_beijing(lng: float, lat: float) -> None:
    shifted = to_gcj02(np.array([lng]), np.array([lat]))
    back_lng, back_lat = from_gcj02(*shifted)
    assert np.hypot(back_lng[0] - lng, back_lat[0] - lat) * METRES_A_DEGREE < 0.5


@given(lng=st.floats(115.3, 117.6), lat=st.floats(39.4, 41.1))
def test_the_offset_is_100_to_700_m(lng: float, lat: float) -> None:
    shifted_lng, shifted_lat = to_gcj02(np.array([lng]), np.array([lat]))
    east_m = (shifted_lng[0] - lng) * METRES_A_DEGREE * np.cos(np.radians(lat))
    north_m = (shifted_lat[0] - lat) * METRES_A_DEGREE
    assert 100 < np.hypot(east_m, north_m) < 700


def test_bd09_meets_a_published_vector() -> None:
    """As coordtransform publishes it, whose own inverse of GCJ-02 is off by some metres."""
    lng, lat = from_bd09(np.array([116.404]), np.array([39.915]))
    assert lng[0] == pytest.approx(116.39138369954496, abs=5e-5)
    assert lat[0] == pytest.approx(39.9072885060602, abs=5e-5)
