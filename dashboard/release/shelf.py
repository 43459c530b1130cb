"""The releases that are being served: checked and opened in the background, refused as a whole if one is not sound."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from dashboard.errors import ChangedError, Fault, NotReadyError, ReleaseError
from dashboard.language import _, mark
from dashboard.release.coarser.apart import make_apart
from dashboard.release.combine import together
from dashboard.release.imports import Imports
from dashboard.release.load import Release
from dashboard.release.named import Named
from dashboard.release.opening import Opened, failure, open_checked

State = Literal["loading", "ready", "refused"]
_LOG = logging.getLogger(__name__)


class Shelf:
    """Releases by key: those of several operators combined where they were counted alike, then each as given.

    A release whose check left a receipt that is still true is only opened. It stays what it was when it was opened:
    once one of its files changes, questions are refused until the server is started again.
    """

    def __init__(self, addresses: Sequence[Path | str], patience_s: float = 5, *, imports: str = "") -> None:
        """Remember where the releases lie; nothing is read before `open`. Questions wait `patience_s` for it.

        Those in the folder `imports`, if there is one, are served too, whenever they come; see imports.py.
        """
        self._addresses = tuple(addresses)
        self._imports = Imports(Path(imports)) if imports else None
        self._patience_s = patience_s
        self._given: tuple[Release, ...] = ()
        self._releases: Named[Release] = Named({}, field="release")
        self._faults: tuple[Fault, ...] = ()
        self._ended = threading.Event()

    @property
    def state(self) -> State:
        """Return "loading" until every release is checked and open, then "ready", or "refused" with `faults`."""
        if not self._ended.is_set():
            return "loading"
        return "refused" if self.faults else "ready"

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return why the releases are refused: what is wrong with them, or which file has changed since."""
        changed = (release.where.changed() for release in self._given)
        return self._faults or tuple(fault for fault in changed if fault is not None)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the open releases, whatever became of their files."""
        return tuple(self._releases)

    @property
    def releases(self) -> Mapping[str, Release]:
        """Return the open releases by key, to whoever asks something of them; RuleError for any other key.

        Waits while they are being opened. Raises NotReadyError if they still are or were refused, ChangedError if
        another release lies in the place of one.
        """
        self._ended.wait(self._patience_s)
        if not self._ended.is_set() or self._faults:
            state = _("refused") if self._ended.is_set() else _("still being checked")
            raise NotReadyError(_("the releases are {state}, expected them ready; ask /health").format(state=state))
        for release in self._given:
            fault = release.where.exchanged()
            if fault is not None:
                raise ChangedError(fault)
        if self._imports is None:
            return MappingProxyType(self._releases)
        imported = {key: one for key, one in self._imports.releases().items() if key not in self._releases}
        return MappingProxyType(Named({**self._releases, **imported}, field="release"))

    def open(self, opened: Callable[[Path | str], Opened] = open_checked) -> None:
        """Check and open every release with `opened`, now; whatever fails refuses them all."""
        try:
            self._open(opened)
        except BaseException as error:
            _LOG.exception("releases cannot be opened")
            self._faults = (failure(", ".join(map(str, self._addresses)), error),)
            if not isinstance(error, Exception):
                raise
        finally:
            self._ended.set()

    def open_in_background(self) -> None:
        """Check and open every release in a thread of its own; then make the coarser cells of those that are large."""

        def work() -> None:
            self.open()
            make_apart(self._given)

        threading.Thread(target=work, name="open releases", daemon=True).start()

    def _open(self, opened: Callable[[Path | str], Opened]) -> None:
        faults: list[Fault] = []
        given: list[Release] = []
        for address in self._addresses:
            try:
                given.append(opened(address).release)
            except ReleaseError as error:
                faults.extend(error.faults)
        faults.extend(_same_key(given))
        if not self._addresses:
            faults.append(Fault(file="RELEASE", problem=mark("names no release"), remedy=mark("Name a folder in it")))
        if not faults:
            served = {release.key: release for release in (*together(given), *given)}
            self._releases = Named(served, field="release")
            self._given = tuple(given)
        self._faults = tuple(faults)


def _same_key(releases: Sequence[Release]) -> list[Fault]:
    keys = [release.key for release in releases]
    return [
        Fault(
            file=str(release.where),
            problem=mark("another release is called {name}, too", name=release.key),
            remedy=mark("Give each folder a name of its own"),
        )
        for position, release in enumerate(releases)
        if release.key in keys[:position]
    ]
