"""The door for gunicorn: `gunicorn dashboard.server:server`."""

from __future__ import annotations

import sys

from gunicorn.arbiter import Arbiter

from dashboard.app import create_app
from dashboard.errors import ScopeError
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings
from dashboard.shipped import OF_PAGES, require

try:
    require(*OF_PAGES)
except ScopeError as error:
    print(error, file=sys.stderr)  # noqa: T201 gunicorn would log a traceback
    sys.exit(Arbiter.APP_LOAD_ERROR)

settings = Settings.read()
shelf = Shelf(settings.releases, imports=settings.imports)
app = create_app(settings, shelf)
server = app.server
shelf.open_in_background()
