"""Bytes by key on disk, shared by all workers, with a bound.

It never fails and never makes anyone wait: what it cannot keep or give, because the disk is full, the folder
unwritable, the database locked or damaged, is made anew by whoever asked.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sqlite3
from pathlib import Path
from threading import Thread
from typing import Any

from diskcache import Cache, Disk, Timeout
from diskcache.core import MODE_PICKLE

PATIENCE_S = 0.05
# Of SQLite's pages in memory, of 4 kB; a connection for each thread has its own.
PAGES = 256
SEAL_BYTES = 16

_log = logging.getLogger(__name__)


class Store:
    """The last replies, up to `most_bytes` on disk in a folder that is the user's alone."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        """Open the store in the background: until that is done it holds nothing."""
        self._folder, self._most_bytes = folder, most_bytes
        self._cache: Cache | None = None
        self._opening = Thread(target=self._open, name="open cache", daemon=True)
        self._opening.start()

    def opened(self) -> bool:
        """Wait until the store is open, or is known not to open; say which."""
        self._opening.join()
        return self._cache is not None

    def get(self, key: bytes) -> bytes | None:
        """Return what is kept by a key, None if nothing or no longer as it was kept."""
        if self._cache is None:
            return None
        try:
            sealed = self._cache.get(key)
        except Exception as error:  # noqa: BLE001 a damaged file can be wrong in any way
            self._failed(error)
            return None
        if not isinstance(sealed, bytes) or sealed[:SEAL_BYTES] != _seal(key, sealed[SEAL_BYTES:]):
            return None
        return sealed[SEAL_BYTES:]

    def set(self, key: bytes, content: bytes) -> None:
        """Keep something by a key, if that can be done at once."""
        if self._cache is None:
            return
        try:
            self._cache.set(key, _seal(key, content) + content)
        except Exception as error:  # noqa: BLE001 as above
            self._failed(error)

    def _open(self) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._cache = Cache(
                str(self._folder),
                disk=_Bytes,
                timeout=PATIENCE_S,
                size_limit=self._most_bytes,
                eviction_policy="least-recently-stored",
                sqlite_cache_size=PAGES,
            )
        except Exception as error:  # noqa: BLE001 as above
            self._leave_out(error)

    def _failed(self, error: Exception) -> None:
        """Do without the store from now on, except where another has only locked it or the disk is full for now."""
        full_or_locked = isinstance(error, sqlite3.OperationalError) and re.search("locked|full", str(error))
        if not full_or_locked and not isinstance(error, (Timeout, OSError)):
            self._leave_out(error)

    def _leave_out(self, error: Exception) -> None:
        self._cache = None
        _log.warning(
            "The cache in %s is left out (%s): replies are made anew. Make it writable, or delete it.",
            self._folder,
            error,
        )


class _Bytes(Disk):  # type: ignore[misc]
    """Keeps bytes alone: whatever a damaged file says, nothing is unpickled."""

    def fetch(self, mode: int, *rest: Any) -> Any:  # noqa: ANN401 as the method that it takes the place of
        if mode == MODE_PICKLE:
            msg = "it holds a pickle, expected bytes"
            raise ValueError(msg)
        return super().fetch(mode, *rest)


def _seal(key: bytes, content: bytes) -> bytes:
    """Return a digest of what is kept, and by which key."""
    return hashlib.blake2b(content, key=key[:64], digest_size=SEAL_BYTES).digest()
