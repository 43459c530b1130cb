"""The small release and the servers of the tests are written and started by modules of other areas."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "release"))
