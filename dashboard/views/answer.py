"""The table from which the browser answers: every radius and stay of one place and window, with its words."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.counting.interval import Estimate
from dashboard.counting.people import people
from dashboard.counting.reach import Matrix, stay_bands
from dashboard.language import _
from dashboard.place import DrawnArea, RulePlace
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.release.resolve import shapes_of
from dashboard.views import places, text
from dashboard.views.page_words import page_words
from dashboard.views.places import place_words, where_words
from dashboard.views.rings import rings
from dashboard.views.saved import saved_words


def answer(matrix: Matrix, release: Release, place: RulePlace, start: date, end: date) -> dict[str, Any]:
    """Return the numbers and words of every rule of one place and window, as JSON values.

    `devices` and `people` hold low, mid and high as lists by radius, then stay; people are rounded for reading
    and None where the release cannot scale devices to people; mid is None in a bracket and where all was withheld.
    `bands` holds, by radius, the devices whose longest stay lay between one stop and the next. `kinds` names the
    sentence.
    """
    manifest = release.manifest
    devices = [[matrix.at(radius, stay) for stay in matrix.min_dwell_min] for radius in matrix.radii_m]
    scaled = [[people(manifest, estimate) for estimate in row] for row in devices]
    shown = [[text.shown_of(*pair) for pair in zip(*rows, strict=True)] for rows in zip(devices, scaled, strict=True)]
    return {
        "site": str(place),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "place": place_words(release, place),
        "outline": isinstance(place, DrawnArea),
        **rings(shapes_of(release, place), matrix.radii_m),
        "wheres": [where_words(release, place, radius) for radius in matrix.radii_m],
        "dates": text.on_dates(start, end),
        "method": matrix.method,
        "devices": _table(devices),
        "people": None if scaled[0][0] is None else _table(shown),
        "kinds": [
            [
                text.kind_of(counted, read, matrix.method, wide_cells=text.wide_cells(manifest, radius))
                for counted, read in zip(*row, strict=True)
            ]
            for radius, *row in zip(matrix.radii_m, devices, shown, strict=True)
        ],
        "withheld": matrix.withheld.tolist(),
        "bands": [[band.devices.mid for band in stay_bands(matrix, radius)] for radius in matrix.radii_m],
    }


def words(manifest: Manifest) -> dict[str, Any]:
    """Return what the browser needs to speak: sentences, and the stops of the release in words."""
    stays = manifest.min_dwell_min
    return {
        "sentences": {
            kind: text.under_noise(said, manifest.disclosure)
            for kind, said in (text.SENTENCES | places.SENTENCES).items()
        },
        "methods": {method: _(said) for method, said in text.METHODS.items()},
        "radii_m": manifest.radii_m,
        "min_dwell_min": stays,
        "radius_words": [text.radius_label(radius) for radius in manifest.radii_m],
        "around_words": [text.around(radius) for radius in manifest.radii_m],
        "stay_phrases": [text.stay_phrase(stay) for stay in stays],
        "stay_labels": [text.minutes_short(stay) for stay in stays],
        "stay_words": [text.stay_control(stay) for stay in stays],
        "stay_lengths": [text.minutes(stay) for stay in stays],
        "band_edges": ["0", *(text.minutes_short(stay) for stay in stays[1:])],
        "band_words": [text.band(low, high) for low, high in zip(stays, [*stays[1:], None], strict=True)],
        "were": _(text.WERE[manifest.presence_rule]),
        "bracket_note": text.bracket_note(manifest.presence_rule),
        "saved": saved_words(),
        "draw": places.draw_words(),
        "cell_empty": text.cell_empty(manifest.disclosure),
        **page_words(),
    }


def _table(rows: list[list[Estimate]]) -> dict[str, list[list[int | None]]]:
    return {
        "low": [[estimate.low for estimate in row] for row in rows],
        "mid": [[estimate.mid for estimate in row] for row in rows],
        "high": [[estimate.high for estimate in row] for row in rows],
    }
