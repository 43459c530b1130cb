"""Hold expected shares against the demonstration city's truth: bench_certainty.py [SCALE] [SITE...]."""

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "certainty"))

from true_visits import true_visits

from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.certainty.error import error_model
from dashboard.counting.certainty.expect import Shares, expect
from dashboard.demo import demo, places
from dashboard.release.manifest import PositioningError

TRUE = tuple(TrueVisit(radius_m=radius, stay_min=stay) for radius, stay in ((250, 30), (500, 15), (500, 30), (1000, 0)))
MANY = 1_000
SITES = ("xinfadi", "yuegezhuang", "xingong")


def main(scale: float, site: str) -> None:
    """Print, for each meaning of a true visit, how far the expected shares are from the true ones."""
    manifest = demo.manifest()
    error = error_model(manifest.positioning_error_m or PositioningError(median=1, p95=1))
    place = next(place for place in places.all_places() if place.site_id == site)
    made = true_visits(place, manifest, tuple({one.radius_m for one in TRUE}), scale=scale)
    many = made.counted.devices[1] > MANY
    print(f"{site}, scale {scale}, {many.sum()} of {many.size} rules with over {MANY:,} devices flagged")
    for one in TRUE:
        began = time.process_time()
        found = expect(made.counted, error, one)
        spent = time.process_time() - began
        precision, recall, visitors = made.truly(one)
        print(
            f"{one.radius_m} m {one.stay_min} min: {visitors:,} truly, {found.visitors[1]:,.0f} expected, {spent:.1f} s"
        )
        for name, shares, true in (("precision", found.precision, precision), ("recall", found.recall, recall)):
            print(f"  {name:9} {words(shares, true, many)}")
            print(np.array2string(100 * (shares.mid - true), precision=0, suppress_small=True, prefix="    "))


def words(shares: Shares, true: np.ndarray, many: np.ndarray) -> str:
    """Return how far off shares are, in percentage points."""
    off = np.abs(shares.mid - true)[many]
    inside = ((shares.low <= true) & (true <= shares.high))[many]
    return (
        f"off by {100 * np.median(off):.1f} pp at the median, {100 * off.max():.1f} at most; "
        f"{np.mean(off <= 0.05):.0%} within 5 pp; {np.mean(inside):.0%} between low and high"
    )


if __name__ == "__main__":
    for named in sys.argv[2:] or SITES:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.25, named)
