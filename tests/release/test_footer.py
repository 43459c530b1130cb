"""The footer of a Parquet file in plain Python: what it says, whatever else stands in it; and nothing but that."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.release.check.footer import Footer, read_footer

TRUE, FALSE, BYTE, SHORT, INT, LONG, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
DEEPEST = 16

# A value is (kind, content), as Thrift's compact protocol has it.
Value = tuple[int, Any]
truth = st.sampled_from([(TRUE, None), (FALSE, None)])
plain = st.one_of(
    truth,
    st.tuples(st.just(BYTE), st.integers(0, 255)),
    st.tuples(st.sampled_from([SHORT, INT, LONG]), st.integers(-(2**63), 2**63 - 1)),
    st.tuples(st.just(DOUBLE), st.floats()),
    st.tuples(st.just(BINARY), st.binary(max_size=200)),
)


def nested(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    alike = inner.flatmap(lambda value: st.lists(st.just(value), max_size=20))
    pairs = st.tuples(inner, inner).flatmap(lambda pair: st.lists(st.just(pair), max_size=3))
    return st.one_of(
        st.tuples(st.sampled_from([LIST, SET]), alike),
        st.tuples(st.just(MAP), pairs),
        st.tuples(st.just(STRUCT), st.lists(st.tuples(st.integers(1, 40), inner), max_size=4)),
    )


values = st.recursive(plain, nested, max_leaves=12)


def varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def zigzag(number: int) -> bytes:
    return varint(number << 1 if number >= 0 else (-number << 1) - 1)


def encoded(value: Value, *, inside: bool = False) -> bytes:
    """Source: Thrift compact protocol; a truth value takes a byte inside a collection alone."""
    kind, content = value
    if kind in (TRUE, FALSE):
        return bytes([kind]) if inside else b""
    if kind in (LIST, SET):
        head = varint(len(content)) if len(content) > 14 else b""
        of = content[0][0] if content else BYTE
        return bytes([min(len(content), 15) << 4 | of]) + head + each_encoded(content)
    if kind == MAP:
        kinds = bytes([content[0][0][0] << 4 | content[0][1][0]]) if content else b""
        return varint(len(content)) + kinds + each_encoded([value for pair in content for value in pair])
    return PLAIN[kind](content)


def each_encoded(elements: list[Value]) -> bytes:
    return b"".join(encoded(element, inside=True) for element in elements)


def fields(content: list[tuple[int, Value]]) -> bytes:
    """Return a struct; each field says by how much its number is above the last one's, or its number."""
    found, last = b"", 0
    for number, value in sorted(content, key=lambda each: each[0]):
        near = 0 < number - last < 16
        found += bytes([(number - last) << 4 | value[0]]) if near else bytes([value[0]]) + zigzag(number)
        found, last = found + encoded(value), number
    return found + b"\0"


def written(folder: Path, footer: bytes) -> Path:
    file = folder / "table.parquet"
    file.write_bytes(b"PAR1" + footer + struct.pack("<I", len(footer)) + b"PAR1")
    return file


def metadata(names: list[str], rows: int, more: list[tuple[int, Value]], of_column: list[tuple[int, Value]]) -> bytes:
    """Return a FileMetaData: version, schema (the root first), rows, and further fields before and between them."""
    elements = [(STRUCT, [(4, (BINARY, name.encode())), *of_column]) for name in ["root", *names]]
    return fields([(1, (INT, 2)), (2, (LIST, elements)), (3, (LONG, rows)), *more])


PLAIN: dict[int, Callable[[Any], bytes]] = {
    BYTE: lambda content: bytes([content]),
    SHORT: zigzag,
    INT: zigzag,
    LONG: zigzag,
    DOUBLE: lambda content: struct.pack("<d", content),
    BINARY: lambda content: varint(len(content)) + content,
    STRUCT: fields,
}


@given(
    st.lists(st.text(max_size=8), max_size=20),
    st.integers(0, 2**40),
    st.lists(values, max_size=2),
    st.lists(values, max_size=2),
)
def test_whatever_stands_beside_them_names_and_rows_are_read(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], rows: int, more: list[Value], of_column: list[Value]
) -> None:
    before = [(1, value) for value in more]
    beside = [(number, value) for number, value in zip((1, 9), of_column, strict=False)]
    file = written(tmp_path_factory.mktemp("footer"), metadata(names, rows, before, beside))
    assert read_footer(file) == Footer(columns=tuple(names), rows=rows)


@pytest.mark.parametrize("kind", [LIST, MAP, STRUCT])
def test_what_is_nested_too_deep_is_not_followed(tmp_path: Path, kind: int) -> None:
    def nest(depth: int) -> Value:
        inner = (BYTE, 7) if depth == 0 else nest(depth - 1)
        return kind, {LIST: [inner], MAP: [((BYTE, 1), inner)], STRUCT: [(1, inner)]}[kind]

    for depth, is_read in ((DEEPEST - 1, True), (DEEPEST, False)):
        found = read_footer(written(tmp_path, metadata(["a"], 3, [(1, nest(depth))], [])))
        assert found == (Footer(columns=("a",), rows=3) if is_read else None)


def test_a_file_says_what_arrow_wrote(tmp_path: Path) -> None:
    of_fields = pa.struct([("x", pa.int8()), ("y", pa.list_(pa.string()))])
    columns = [("a", pa.int64()), ("deep", of_fields), ("when", pa.timestamp("ms", "UTC"))]
    schema = pa.schema(columns, metadata={"note": "kept"})
    row = {"a": 1, "deep": {"x": 1, "y": ["z"]}, "when": 0}
    pq.write_table(pa.Table.from_pylist([row] * 5, schema=schema), tmp_path / "table.parquet")
    found = read_footer(tmp_path / "table.parquet")
    assert found == Footer(columns=("a", "deep", "x", "y", "list", "element", "when"), rows=5)


def test_what_is_no_parquet_file_has_no_footer(tmp_path: Path) -> None:
    whole = written(tmp_path, metadata(["a"], 3, [], [])).read_bytes()
    size = len(whole)
    assert read_footer(tmp_path / "table.parquet") is not None
    spoilt = [b"", b"PAR1", b"PARX" + whole[4:], whole[:-4] + b"PARX", *(whole[:end] for end in range(size))]
    lengths = [whole[:-8] + struct.pack("<I", length) + b"PAR1" for length in (size - 11, size, 2**32 - 1)]
    for content in (*spoilt, *lengths):
        (tmp_path / "table.parquet").write_bytes(content)
        assert read_footer(tmp_path / "table.parquet") is None
    assert read_footer(tmp_path / "nowhere") is None
