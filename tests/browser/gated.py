"""A door to the page whose release is checked only when the file named by GATE is there, to see the page wait."""

import os
import threading
import time
from pathlib import Path

from dashboard.app import create_app
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings

gate = Path(os.environ["GATE"])
shelf = Shelf(Settings().releases)
server = create_app(Settings(), shelf).server


def _open_late() -> None:
    while not gate.exists():
        time.sleep(0.05)
    shelf.open()


threading.Thread(target=_open_late, daemon=True).start()
