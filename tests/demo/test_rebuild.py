"""The whole demonstration, made again from its seed, is the shipped one byte for byte (a minute or two)."""

from pathlib import Path

from dashboard.demo import demo
from dashboard.shipped import DEMO_RELEASE


def test_the_seed_makes_the_shipped_release_again(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    steps: list[object] = []
    demo.rebuild(folder, report=steps.append)
    again = (folder / "manifest.json").read_bytes()
    assert again == (DEMO_RELEASE / "manifest.json").read_bytes(), "the manifest lists the hash of every file"
    assert str(demo.SEED) in str(steps[0])
