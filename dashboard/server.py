"""The door for gunicorn: `gunicorn dashboard.server:server`."""

from __future__ import annotations

from dashboard.app import create_app
from dashboard.release.shelf import Shelf
from dashboard.settings import Settings

settings = Settings.read()
shelf = Shelf(settings.releases)
app = create_app(settings, shelf)
server = app.server
shelf.open_in_background()
