"""What the page calls the parts of how a dropped file is read, in place of the command's options."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboard.language import _, mark

LABELS = {
    "cell": mark("Cell"),
    "grid": mark("Grid of the cells"),
    "lat": mark("Latitude"),
    "lng": mark("Longitude"),
    "time": mark("Time or date"),
    "hour": mark("Hour, beside a date"),
    "devices": mark("Count, or the first of 24"),
    "time_format": mark("How times are written"),
    "times_in": mark("Zone of times without an offset"),
    "hour_is": mark("Which end of an hour a time names"),
    "decimal": mark("Decimal sign"),
    "dwell": mark("Stay band, from so many minutes"),
    "datum": mark("Datum of latitude and longitude"),
    "resolution": mark("Resolution of the cells (0 to 15)"),
    "keep": mark("Rows to keep"),
    "add": mark("Columns whose values add up"),
    "ignore": mark("Columns of codes of places"),
    "encoding": mark("Encoding"),
    "delimiter": mark("Delimiter"),
    "sheet": mark("Sheet"),
    "cells": mark("File of what the cells are"),
    "cells_id": mark("Its column that names them"),
    "cells_crs": mark("Its coordinates"),
    "lay": mark("How zones lie on the cells"),
    "title": mark("Title"),
    "time_zone": mark("Time zone of the city"),
    "site": mark("Places"),
    "presence_rule": mark("A device counts"),
    "threshold": mark("Counts withheld below"),
    "operator": mark("Who counted"),
    "market_share": mark("Part of all devices that was counted"),
    "persons_low": mark("Persons a device stands for: low"),
    "persons_mid": mark("Persons a device stands for: middle"),
    "persons_high": mark("Persons a device stands for: high"),
    "persons_per_device": mark("Persons a device stands for"),
    "source": mark("Source"),
    "licence": mark("Licence"),
}
# What is typed, as an example.
EXAMPLES = {
    "time_format": "%d/%m/%Y %H:%M",
    "times_in": "UTC",
    "encoding": "gb18030",
    "cells_crs": "EPSG:25830",
    "market_share": "0.3",
    "persons_low": "1.1",
    "persons_mid": "1.3",
    "persons_high": "1.6",
    "keep": "gender=-1",
}
# What is chosen from, by field.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "grid": {
        "h3": "H3",
        "quadkey": "quadkey",
        "geohash": "geohash",
        "s2": "S2",
        "jis": "JIS X 0410",
        "inspire": "INSPIRE",
        "points": mark("points"),
    },
    "hour_is": {"start": mark("its start"), "end": mark("its end")},
    "decimal": {".": mark("a point"), ",": mark("a comma")},
    "datum": {"WGS84": "WGS-84", "GCJ02": "GCJ-02", "BD09": "BD-09"},
    "lay": {
        "centre": mark("each count whole, at the centre of its zone"),
        "area": mark("shared out by area"),
    },
    "presence_rule": {
        "every_cell": mark("in every cell it was in"),
        "one_cell_per_hour": mark("in one cell an hour"),
    },
}
DEFAULTS = {"presence_rule": "every_cell", "datum": "WGS84", "lay": "centre"}
_OPTION = re.compile(r"--([a-z]+(?:-[a-z]+)*)")


def in_form(text: str) -> str:
    """Return what the command would say with the fields of the form in place of its options."""
    return _OPTION.sub(lambda found: _field(found[1].replace("-", "_"), found[0]), text)


def _field(name: str, otherwise: str) -> str:
    return _("“{field}”").format(field=_(LABELS[name])) if name in LABELS else otherwise
