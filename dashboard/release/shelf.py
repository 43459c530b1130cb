"""The releases that are being served: checked and opened in the background, refused as a whole if one is not sound."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from dashboard.errors import Fault, ReleaseError
from dashboard.language import mark
from dashboard.release.combine import together
from dashboard.release.load import Release, load
from dashboard.release.named import Named
from dashboard.release.receipt import check_once
from dashboard.release.where import Where

State = Literal["loading", "ready", "refused"]


class Shelf:
    """Releases by key: those of several operators combined where they were counted alike, then each as given.

    `state` is "loading" until every release is checked and open, then "ready", or "refused" with `faults`.
    A release whose check left a receipt that is still true is only opened.
    """

    def __init__(self, addresses: Sequence[Path | str]) -> None:
        """Remember where the releases lie; nothing is read before `open`."""
        self._wheres = tuple(map(Where.of, addresses))
        self._releases: Named[Release] = Named({}, field="release")
        self.faults: tuple[Fault, ...] = ()
        self.state: State = "loading"

    @property
    def releases(self) -> Mapping[str, Release]:
        """Return the open releases by key, RuleError for any other; empty until `state` is "ready"."""
        return MappingProxyType(self._releases)

    def open(self) -> None:
        """Check and open every release, now."""
        faults: list[Fault] = []
        opened: dict[str, Release] = {}
        for where in self._wheres:
            try:
                release = _open_one(where)
            except ReleaseError as error:
                faults.extend(error.faults)
            else:
                opened[release.key] = release
        faults.extend(_same_key(self._wheres))
        self.faults = tuple(faults)
        combined = {release.key: release for release in together(list(opened.values()))}
        self._releases = Named({} if faults else {**combined, **opened}, field="release")
        self.state = "refused" if faults else "ready"

    def open_in_background(self, done: Callable[[], None] = lambda: None) -> None:
        """Check and open every release in a thread of its own, then call `done`."""

        def run() -> None:
            self.open()
            done()

        threading.Thread(target=run, name="open releases", daemon=True).start()


def _open_one(where: Where) -> Release:
    faults = check_once(where).faults
    if faults:
        raise ReleaseError(faults)
    return load(where)


def _same_key(wheres: Sequence[Where]) -> list[Fault]:
    names = [where.name for where in wheres]
    return [
        Fault(
            file=str(where),
            problem=mark("another release is called {name}, too", name=name),
            remedy=mark("Give each folder a name of its own"),
        )
        for position, (where, name) in enumerate(zip(wheres, names, strict=True))
        if name in names[:position]
    ]
