"""Where input that cannot be shipped lies: beside the checkout, or where SCREENING_SCOPE_SHARED says."""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("SCREENING_SCOPE_SHARED", ROOT.parent / "shared"))
