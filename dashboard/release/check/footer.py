"""Column names and rows of a Parquet file, read from its footer in plain Python.

A damaged file can make a full Parquet reader ask for more memory than there is, which ends the process. So a file
that is not yet known to be the one that the manifest lists is only looked at through this reader.
Source: Apache Parquet format, parquet.thrift (FileMetaData, SchemaElement); Thrift compact protocol.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MAGIC = b"PAR1"
_TAIL = 8  # the footer's length in 4 bytes, then the magic
_DEEPEST = 16
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_WHOLE = (4, 5, 6)
_WIDTHS = {_TRUE: 0, _FALSE: 0, _BYTE: 1, _DOUBLE: 8}


@dataclass(frozen=True, kw_only=True)
class Footer:
    """What a Parquet file says of itself: the names of its columns, nested ones too, and its rows."""

    columns: tuple[str, ...]
    rows: int


def read_footer(path: Path) -> Footer | None:
    """Return the footer of a Parquet file, or None if the file has none that can be read."""
    try:
        return _parse(_footer_bytes(path))
    except (OSError, ValueError, IndexError):
        return None


def _footer_bytes(path: Path) -> bytes:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size < len(_MAGIC) + _TAIL or file.read(len(_MAGIC)) != _MAGIC:
            msg = "no Parquet file"
            raise ValueError(msg)
        file.seek(size - _TAIL)
        tail = file.read(_TAIL)
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != _MAGIC or length > size - _TAIL - len(_MAGIC):
            msg = "no Parquet footer"
            raise ValueError(msg)
        file.seek(size - _TAIL - length)
        return file.read(length)


def _parse(data: bytes) -> Footer:
    reader = _Compact(data)
    columns: list[str] = []
    rows = 0
    for field, kind in reader.fields():
        if field == 2 and kind == _LIST:
            count, _ = reader.list_header()
            columns = [reader.schema_name() for _ in range(count)][1:]  # the first is the root
        elif field == 3 and kind in _WHOLE:
            rows = reader.whole()
            break  # row groups follow, not needed
        else:
            reader.skip(kind)
    return Footer(columns=tuple(columns), rows=rows)


class _Compact:
    """A cursor over bytes in Thrift's compact protocol; ValueError or IndexError where they are not."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def fields(self) -> Iterator[tuple[int, int]]:
        """Yield (field, kind) of a struct; the caller reads or skips each value before the next."""
        field = 0
        while (head := self._byte()) != 0:
            delta, kind = head >> 4, head & 15
            field = field + delta if delta else self.whole()
            yield field, kind

    def schema_name(self) -> str:
        """Read a SchemaElement and return its name."""
        name = ""
        for field, kind in self.fields():
            if field == 4 and kind == _BINARY:
                name = self._take(self._varint()).decode("utf-8", "replace")
            else:
                self.skip(kind)
        return name

    def whole(self) -> int:
        """Read an integer in zigzag form."""
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def list_header(self) -> tuple[int, int]:
        """Read a list's length and the kind of its elements."""
        head = self._byte()
        count = head >> 4
        return (self._varint() if count == 15 else count), head & 15

    def skip(self, kind: int, depth: int = 0) -> None:
        """Step over a value of a kind."""
        if kind in _WHOLE:
            self._varint()
        elif kind in _WIDTHS:
            self._take(_WIDTHS[kind])
        elif kind == _BINARY:
            self._take(self._varint())
        elif kind in (_LIST, _SET):
            count, element = self.list_header()
            for _ in range(count):
                self._element(element, depth)
        elif kind == _MAP:
            self._skip_map(depth)
        elif kind == _STRUCT:
            for _, inner in self.fields():
                self.skip(inner, _deeper(depth))
        else:
            msg = f"kind {kind} is unknown"
            raise ValueError(msg)

    def _skip_map(self, depth: int) -> None:
        count = self._varint()
        kinds = self._byte() if count else 0
        for _ in range(count):
            self._element(kinds >> 4, depth)
            self._element(kinds & 15, depth)

    def _element(self, kind: int, depth: int) -> None:
        # Inside a collection a truth value takes a byte; as a field its kind holds it.
        self.skip(_BYTE if kind in (_TRUE, _FALSE) else kind, _deeper(depth))

    def _byte(self) -> int:
        value = self._data[self._at]
        self._at += 1
        return value

    def _take(self, count: int) -> bytes:
        if count > len(self._data) - self._at:
            msg = "the footer ends early"
            raise ValueError(msg)
        self._at += count
        return self._data[self._at - count : self._at]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 63:
                msg = "an integer is too long"
                raise ValueError(msg)


def _deeper(depth: int) -> int:
    if depth == _DEEPEST:
        msg = "nested too deep"
        raise ValueError(msg)
    return depth + 1
