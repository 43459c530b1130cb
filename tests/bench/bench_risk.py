"""The privacy report's main figures on the demonstration city: python tests/bench/bench_risk.py [SCALE].

SCALE is the part of the city's devices that is made: 0.05 unless given; 1, the whole city, takes about 5 GB of memory
and ten minutes.
"""

import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from dashboard.builder.build import build
from dashboard.builder.disclosure import THRESHOLD_ONLY, Protection
from dashboard.builder.disclosure.budget import RHO
from dashboard.demo import city, demo
from dashboard.release.load import load
from dashboard.risk.part import Effort
from dashboard.risk.report import risk
from dashboard.risk.show import rendered

SCALE = 0.05
MODES = {
    "a threshold of 15": THRESHOLD_ONLY,
    f"noise of rho {RHO}": Protection(rho=RHO),
}
EFFORT = Effort(real=20)


def main(scale: float) -> None:
    """Build the city once for each mode, and print each report and the seconds that it took."""
    console = Console(highlight=False, width=120)
    with tempfile.TemporaryDirectory() as folder:
        made = city.sightings(scale=scale)
        sightings, home = Path(folder) / "sightings.parquet", Path(folder) / "home.parquet"
        made.frame.write_parquet(sightings)
        made.home.write_parquet(home)
        print(f"{made.home.height:,} devices with a home, {made.frame.height:,} sightings")
        for mode, protection in MODES.items():
            out = Path(folder) / "release"
            build(
                sightings,
                sites=made.sites,
                out=out,
                manifest=demo.manifest(),
                home=home,
                report=lambda _: None,
                protection=protection,
            )
            began = time.perf_counter()
            report = risk(load(out), sightings=sightings, home=home, effort=EFFORT)
            print(f"== {mode}: {time.perf_counter() - began:.1f} s")
            console.print(*rendered(report), sep="\n")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else SCALE)
