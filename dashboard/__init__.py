"""Screening Scope: how many people a screening rule would flag, from counts alone."""

import os

# Several workers share the cores: linear algebra in threads of its own would make them wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
