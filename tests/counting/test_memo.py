from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from small_world import Put, manifest

from dashboard.counting.memo import once_per_release
from dashboard.release.load import Release, load
from dashboard.release.write import Contents


def test_a_result_is_worked_out_once_for_each_release_and_argument(put: Put) -> None:
    asked: list[tuple[str, int]] = []

    @once_per_release
    def title(release: Release, number: int) -> str:
        """Say the title."""
        asked.append((release.manifest.title, number))
        return f"{release.manifest.title} {number}"

    first, second = (put(manifest(title=name), Contents(places=[])) for name in ("First", "Second"))
    again = load(first.path)
    assert [title(first, 1), title(again, 1), title(first, 2), title(second, 1)] == [
        "First 1",
        "First 1",
        "First 2",
        "Second 1",
    ]
    assert asked == [("First", 1), ("First", 2), ("Second", 1)]
    assert title.__doc__ == "Say the title."


def test_many_who_ask_at_once_have_it_worked_out_once(put: Put) -> None:
    asked: list[int] = []
    everyone = Barrier(8)

    @once_per_release
    def slow(release: Release, number: int) -> str:
        asked.append(number)
        sum(range(1_000_000))
        return release.key

    def ask(release: Release) -> str:
        everyone.wait()
        return slow(release, 1)

    release = put(manifest(), Contents(places=[]))
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(ask, [release] * 8))
    assert (asked, set(answers)) == ([1], {release.key})
