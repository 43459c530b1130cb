"""What is asked for by name: a name that nothing has is an error to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, NoReturn, TypeVar

from dashboard.errors import RuleError
from dashboard.language import _

T = TypeVar("T")


class Named(dict[str, T], Generic[T]):
    """A dictionary of what is served; a name that it does not hold raises RuleError with the `field` that asks."""

    def __init__(self, entries: Mapping[str, T], *, field: str) -> None:
        """Hold entries by their names."""
        super().__init__(entries)
        self.field = field

    def __missing__(self, name: str) -> NoReturn:
        """Raise RuleError."""
        message = _("{field} is {value}, which is not served here; reload the page")
        raise RuleError(message.format(field=self.field, value=repr(name)), field=self.field)
