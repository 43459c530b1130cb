"""The reference of the release format in data/README.md is that of the models, and lists all of them."""

import re
from collections.abc import Iterator

import reference
from pydantic import BaseModel

from dashboard.release import tables
from dashboard.release.disclosure import Asked, Disclosure, Noise, Part, Spent
from dashboard.release.manifest import ListedFile, Manifest

PAGE = reference.PAGE.read_text(encoding="utf-8")
# How a name states its unit, and the word for it.
UNITS = {"_m": "metres", "_min": "minutes", "_sd": "devices"}


def models(of: type[BaseModel] = Part) -> Iterator[type[BaseModel]]:
    for model in of.__subclasses__():
        yield model
        yield from models(model)


def described() -> Iterator[tuple[str, str]]:
    """Every field and column with its description."""
    for model in models():
        for name, field in model.model_fields.items():
            yield field.alias or name, field.description or ""
    for table in reference.TABLES:
        for name, column in table.columns.items():
            yield name, column.description


def test_the_page_holds_what_the_models_say() -> None:
    assert reference.written(PAGE) == PAGE, "the models say something else: make reference"


def test_every_field_and_column_is_on_the_page_and_says_what_it_is() -> None:
    listed = dict(described())
    assert {"schema", "home_sd", "sha256", "days_since", "members"} <= set(listed)
    shown = {table.name: set(table.columns) for table in reference.TABLES}
    known = [table for table in vars(tables).values() if isinstance(table, tables.Table)]
    assert all(set(table.columns) <= shown[table.name] for table in known)
    for name, description in described():
        assert description.endswith("."), name
        assert re.search(rf"\| `([a-z_.\[\]]*\.)?{name}` \| .* \| {re.escape(description)} \|", PAGE), name


def test_a_field_of_an_object_is_listed_under_it() -> None:
    paths = set(re.findall(r"^\| `([a-z0-9_.\[\]]+)` \|", PAGE, re.MULTILINE))
    assert {f"disclosure.noise.spent[].{name}" for name in Spent.model_fields} <= paths
    assert {f"disclosure.noise.asked[].{name}" for name in Asked.model_fields} <= paths
    assert {f"disclosure.noise.{name}" for name in Noise.model_fields} <= paths
    assert {f"disclosure.{name}" for name in Disclosure.model_fields} <= paths
    assert {f"files[].{name}" for name in ListedFile.model_fields} <= paths
    assert {field.alias or name for name, field in Manifest.model_fields.items()} <= paths


def test_a_name_that_ends_in_a_unit_says_it_in_words() -> None:
    for suffix, word in UNITS.items():
        named = [(name, description) for name, description in described() if name.endswith(suffix)]
        assert named
        assert [name for name, description in named if word not in description] == []
