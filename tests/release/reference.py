"""Write the reference of the release format into data/README.md, from the models: python tests/release/reference.py."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.release import tables
from dashboard.release.manifest import Manifest
from dashboard.release.tables import Table

PAGE = Path(__file__).parents[2] / "data" / "README.md"
BEGIN, END = "<!-- reference: made by `make reference` -->\n", "<!-- end of the reference -->\n"
ZONE = "the manifest's time_zone"
TABLES = (
    tables.sites(areas=True),
    *map(tables.with_conditions, (tables.REACH, tables.REACH_BY_HOME)),
    tables.presence(ZONE, low=True),
    tables.CELLS,
)

Schema = dict[str, Any]


def reference() -> str:
    """Return the reference as Markdown: every field of the manifest, every column of every table."""
    schema = Manifest.model_json_schema()
    rows = "\n".join(_fields(schema, schema["$defs"]))
    manifest = f"### manifest.json\n\n| field | type | if absent | what it says |\n|---|---|---|---|\n{rows}\n"
    return "\n".join([manifest, *map(_table, TABLES)])


def written(page: str) -> str:
    """Return the page with the reference between its two marks."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{reference()}\n{END}{after}"


def _fields(model: Schema, models: Schema, within: str = "") -> Iterator[str]:
    """Yield a row for each field, those of an object after it, with the object's name before theirs."""
    for name, field in model["properties"].items():
        absent = "an error" if name in model.get("required", []) else f"`{json.dumps(field.get('default', []))}`"
        yield f"| `{within}{name}` | {_kind(field)} | {absent} | {field['description']} |"
        if part := _part(field):
            many = "[]" if field.get("type") == "array" else ""
            yield from _fields(models[part], models, f"{within}{name}{many}.")


def _part(field: Schema) -> str | None:
    """Return the model that a field holds, or a list of."""
    if "$ref" in field:
        return str(field["$ref"]).rsplit("/", 1)[-1]
    inner = [field["items"]] if "items" in field else field.get("anyOf", [])
    return next(filter(None, map(_part, inner)), None)


def _kind(field: Schema) -> str:
    """Return the values that a field may have, in words."""
    if "anyOf" in field:
        return " or ".join(map(_kind, field["anyOf"]))
    if "$ref" in field:
        return "object"
    if "const" in field or "enum" in field:
        return " or ".join(f"`{value}`" for value in field.get("enum", [field.get("const")]))
    if field["type"] == "array":
        return f"list of: {_kind(field['items'])}"
    names = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
        "null": "null",
    }
    formats = {"date": "date", "date-time": "time with offset"}
    return formats.get(field.get("format", ""), names[field["type"]]) + "".join(_limits(field))


def _limits(field: Schema) -> Iterator[str]:
    bounds = {"exclusiveMinimum": "above", "minimum": "from", "exclusiveMaximum": "below", "maximum": "to"}
    yield from (f" {word} {field[bound]:.10g}" for bound, word in bounds.items() if bound in field)
    if "pattern" in field:
        yield f" that fits `{field['pattern']}`"


def _table(table: Table) -> str:
    head = f"### {table.name}\n\nA row for each {', '.join(table.key)}.\n\n| column | type | null | what it says |\n"
    rows = (
        f"| `{name}` | {_type(column.dtype)} | {'yes' if column.nullable else 'no'} | {column.description} |\n"
        for name, column in table.columns.items()
    )
    return f"{head}|---|---|---|---|\n{''.join(rows)}"


def _type(dtype: pl.DataType) -> str:
    return f"Datetime in {ZONE}, in milliseconds" if isinstance(dtype, pl.Datetime) else str(dtype)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
