"""Work out once per release what never changes in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache, wraps
from threading import RLock
from typing import Concatenate, ParamSpec, TypeVar

from dashboard.release.load import Release

P = ParamSpec("P")
R = TypeVar("R")

# A few releases, each at the dozen resolutions of a map and the stay bands.
KEPT = 256


@dataclass(frozen=True, eq=False)
class _ByDigest:
    """A release that equals another of the same digest, which covers the hash of every file, and condition."""

    release: Release

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and self.of == other.of

    def __hash__(self) -> int:
        return hash(self.of)

    @property
    def of(self) -> tuple[str, str | None]:
        """Return what is compared."""
        return self.release.digest, self.release.condition


def kept_per_release(
    most: int = KEPT,
) -> Callable[[Callable[Concatenate[Release, P], R]], Callable[Concatenate[Release, P], R]]:
    """Return a decorator that keeps a function's last results by the release's digest and its other arguments.

    They are given by position. What it returns is shared and must not be changed. Of several who ask for the same at
    once, each works it out.
    """

    def keeping(function: Callable[Concatenate[Release, P], R]) -> Callable[Concatenate[Release, P], R]:
        call: Callable[..., R] = function

        @lru_cache(maxsize=most)
        def kept(key: _ByDigest, *args: Hashable) -> R:
            return call(key.release, *args)

        untyped: Callable[..., R] = kept

        @wraps(function)
        def asked(release: Release, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return untyped(_ByDigest(release), *args, **kwargs)

        return asked

    return keeping


def once_per_release(function: Callable[Concatenate[Release, P], R]) -> Callable[Concatenate[Release, P], R]:
    """Return `function` with its results kept, see `kept_per_release`; who asks while it is worked out waits for it."""
    kept = kept_per_release()(function)
    alone = RLock()  # a function may ask itself

    @wraps(function)
    def asked(release: Release, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with alone:
            return kept(release, *args, **kwargs)

    return asked
