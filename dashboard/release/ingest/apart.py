"""A dropped file read in a process of its own: whatever is in it, the server goes on, and nothing of it is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from dashboard.language import _, current
from dashboard.release.ingest.answered import Answered, Stated
from dashboard.shipped import PACKAGE

PATIENCE_S = 110


def answered_apart(file: Path, stated: Stated, *, cells: Path | None = None, out: Path | None = None) -> Answered:
    """Return what `answered` does, from another process, whose temporary files lie in the folder of the file.

    `cells` lies in that folder, too. A file that ends the process, or keeps it busy for longer than PATIENCE_S, is
    told as a problem.
    """
    asked = {
        "language": current(),
        "folder": str(file.parent),
        "file": file.name,
        "cells": cells and cells.name,
        "out": None if out is None else str(out.absolute()),
        "stated": dict(stated),
    }
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "dashboard.release.ingest.child"],
            input=json.dumps(asked),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # an error would say what is in the file
            text=True,
            check=True,
            timeout=PATIENCE_S,
            cwd=PACKAGE.parent,  # Python imports from the folder it stands in first: no stranger's
            env={**os.environ, "TMPDIR": str(file.parent)},
        )
        return Answered(**json.loads(ran.stdout))
    except (subprocess.SubprocessError, ValueError):
        msg = _("{file} cannot be read here: it takes too much memory or time; import it with the command")
        return Answered(problem=msg.format(file=file.name))
