"""The releases that are being served: checked and opened in the background, refused as a whole if one is not sound."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from dashboard.errors import Fault, ReleaseError
from dashboard.release.check import check
from dashboard.release.combine import together
from dashboard.release.load import Release, load, read_manifest

State = Literal["loading", "ready", "refused"]


class Shelf:
    """Releases by key: those of several operators combined where they were counted alike, then each as given.

    `state` is "loading" until every release is checked and open, then "ready", or "refused" with `faults`.
    Releases whose manifest digest is in `checked` were checked by the caller and are only opened.
    """

    def __init__(self, paths: Sequence[Path], *, checked: Collection[str] = ()) -> None:
        """Remember the folders; nothing is read before `open`."""
        self._paths = tuple(paths)
        self._checked = frozenset(checked)
        self._releases: dict[str, Release] = {}
        self.faults: tuple[Fault, ...] = ()
        self.state: State = "loading"

    @property
    def releases(self) -> Mapping[str, Release]:
        """Return the open releases by key; empty until `state` is "ready"."""
        return MappingProxyType(self._releases)

    def open(self) -> None:
        """Check and open every release, now."""
        faults: list[Fault] = []
        opened: dict[str, Release] = {}
        for path in self._paths:
            try:
                release = self._open_one(path)
            except ReleaseError as error:
                faults.extend(error.faults)
            else:
                opened[release.key] = release
        faults.extend(_same_key(self._paths))
        self.faults = tuple(faults)
        combined = {release.key: release for release in together(list(opened.values()))}
        self._releases = {} if faults else {**combined, **opened}
        self.state = "refused" if faults else "ready"

    def open_in_background(self, done: Callable[[], None] = lambda: None) -> None:
        """Check and open every release in a thread of its own, then call `done`."""

        def run() -> None:
            self.open()
            done()

        threading.Thread(target=run, name="open releases", daemon=True).start()

    def _open_one(self, path: Path) -> Release:
        _, digest = read_manifest(path)
        faults = [] if digest in self._checked else check(path)
        if faults:
            raise ReleaseError(faults)
        return load(path)


def _same_key(paths: Sequence[Path]) -> list[Fault]:
    names = [path.resolve().name for path in paths]
    return [
        Fault(
            file=str(path),
            problem=f"another release is called {name}, too",
            remedy="Give each folder a name of its own",
        )
        for position, (path, name) in enumerate(zip(paths, names, strict=True))
        if name in names[:position]
    ]
