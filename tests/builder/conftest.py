"""One Spark session for all tests."""

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.builder.engines.spark import Spark


@pytest.fixture(scope="session")
def spark() -> Iterator[Spark]:
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    settings = {
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.master("local[2]").getOrCreate()
    yield Spark.start("local[2]")
    session.stop()
