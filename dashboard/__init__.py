"""Screening Scope: how many people a screening rule would flag, from counts alone."""

import os

# Several workers share the cores: linear algebra in threads of its own would make them wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Before polars begins: memory that it lets go is taken up again within seconds, and costs a fault a page if it is gone.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:5000")
