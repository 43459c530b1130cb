"""The engines that the builder can count with; counting itself is written once, for all of them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dashboard.errors import InputError

if TYPE_CHECKING:
    from dashboard.builder.engines.engine import Engine


class EngineName(StrEnum):
    """What counts."""

    polars = "polars"
    duckdb = "duckdb"
    spark = "spark"


def open_engine(name: EngineName, master: str | None = None) -> Engine[Any]:
    """Return an engine, ready; `master` says where Spark runs, such as local[2]. Raises InputError if it is missing."""
    if master is not None and name is not EngineName.spark:
        msg = f"--master is {master} and --engine {name.value}, expected spark: no other engine has a master"
        raise InputError(msg)
    if name is EngineName.spark:
        from dashboard.builder.engines.spark import Spark

        return Spark.start(master)
    if name is EngineName.duckdb:
        from dashboard.builder.engines.duck import Duck

        return Duck()
    from dashboard.builder.engines.memory import Memory

    return Memory()
