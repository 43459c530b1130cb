"""Time adding the last day to the demonstration against a build over the whole period, from sightings by date.

python tests/bench/bench_extend.py (needs about 4 GB of memory). Processor time beside the clock's, for busy machines.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polars as pl

from dashboard.builder.build import build
from dashboard.builder.extend import extend, open_release
from dashboard.demo import city, demo
from dashboard.release.manifest import Manifest


def main() -> None:
    """Print seconds of both, and their ratio."""
    made = city.sightings()
    with tempfile.TemporaryDirectory() as folder:
        sightings, out = Path(folder) / "sightings", Path(folder) / "release"
        for (day,), rows in (
            made.frame.with_columns(date=pl.from_epoch("time").dt.date())
            .partition_by("date", as_dict=True, include_key=False)
            .items()
        ):
            (sightings / f"date={day}").mkdir(parents=True)
            rows.write_parquet(sightings / f"date={day}" / "part-0.parquet")
        whole = demo.manifest()
        day = whole.period.end
        shorter = whole.model_copy(update={"period": whole.period.model_copy(update={"end": day - timedelta(days=1)})})

        def built(manifest: Manifest) -> Manifest:
            return build(sightings, sites=made.sites, out=out, manifest=manifest, home=made.home, report=lambda _: None)

        at_once, build_s = timed(lambda: built(whole))
        built(shorter)
        grown, extend_s = timed(
            lambda: extend(open_release(out), sightings, day=day, home=made.home, report=lambda _: None)
        )
        assert grown.files == at_once.files
    print(f"{made.frame.height:,} sightings of {whole.lookback_start} to {day}, looked back to all of them")
    for name, (clock_s, processor_s) in {"build": build_s, "add a day": extend_s}.items():
        print(f"{name:10}{clock_s:8.1f} s {processor_s:8.1f} s of processor")
    print(f"{'ratio':10}{build_s[0] / extend_s[0]:8.1f}   {build_s[1] / extend_s[1]:8.1f}")


def timed(do: Callable[[], Manifest]) -> tuple[Manifest, tuple[float, float]]:
    """Return what a call returns, and its seconds by the clock and of the processor."""
    clock_s, processor_s = time.perf_counter(), time.process_time()
    result = do()
    return result, (time.perf_counter() - clock_s, time.process_time() - processor_s)


if __name__ == "__main__":
    main()
