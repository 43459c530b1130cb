"""The manifest of a release to be built: what the operator states, over defaults."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboard.errors import InputError
from dashboard.release.manifest import NOT_STATED, SCHEMA_WITH_AREAS, Manifest, parse_manifest

TIME_ZONE = "UTC"
GENERATOR = f"screening-scope {version('screening-scope')}"
DEFAULTS: dict[str, Any] = {
    "synthetic": False,
    "operator": {"name": NOT_STATED},
    "time_zone": TIME_ZONE,
    "radii_m": list(range(250, 3001, 250)),
    "min_dwell_min": [0, 5, 15, 30, 60, 120, 240],
    "dwell_bands_min": [0, 5, 15, 60],
    "max_gap_min": 60,
    "presence_resolution": 9,
    "presence_rule": "one_cell_per_hour",
    "disclosure": {"threshold": 15},
    "source": NOT_STATED,
    "licence": NOT_STATED,
}


def read_fields(path: Path | None) -> dict[str, Any]:
    """Return the fields of a JSON file that holds any part of a manifest; none without a file."""
    if path is None:
        return {}
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}), expected a JSON file with fields of a manifest"
        raise InputError(msg) from None
    except ValueError as error:
        msg = f"{path} is no JSON ({error}), expected an object with fields of a manifest"
        raise InputError(msg) from None
    if not isinstance(fields, dict):
        msg = f"{path} holds a {type(fields).__name__}, expected an object with fields of a manifest"
        raise InputError(msg)
    return fields


def complete(fields: dict[str, Any], *, title: str, first: str, last: str) -> Manifest:
    """Return the manifest of stated fields over the defaults, for sightings from a first to a last local date (ISO).

    Raises ReleaseError with a fault for each field that does not fit.
    """
    own: dict[str, Any] = {
        "title": title,
        "period": {"start": first, "end": last},
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "generator": GENERATOR,
    }
    base = DEFAULTS | own
    merged = base | fields
    for field in ("operator", "period", "disclosure"):
        if isinstance(merged[field], dict):
            merged[field] = base[field] | merged[field]
    if merged.get("conditions") or (isinstance(merged["radii_m"], list) and 0 in merged["radii_m"]):
        merged = {"schema": SCHEMA_WITH_AREAS} | merged
    if isinstance(merged["period"], dict):
        merged.setdefault("lookback_start", merged["period"]["start"])
    return parse_manifest(json.dumps(merged))
