"""Identifiers of the components, in one place."""

from __future__ import annotations

from typing import Any

URL = "url"
PAGE = "page"
NOTICE = "notice"

# stores
RULE = "rule"
PUT_RULE = "put-rule"
SETTLED = "settled-rule"
WINDOW = "window"
LATER = "later-rule"
LATER_WINDOW = "later-window"
LOOK = "look"
SIGHT = "sight"
ASSUMED = "assumed"
ANSWER = "answer"
WORDS = "words"
VIEW = "view"
HEAT = "heat"
FRAMES_OF = "frames-of"
FRAMES = "frames"
MATRIX_BASE = "matrix-base"
CHARTED = "charted"
HOMES = "homes"
RELEASE = "release"
SOUGHT = "sought-place"

# controls of the rule
SITE = "site"
MORE = "more-places"
MORE_FIELD = "more-field"
RADIUS_FIELD = "radius-field"
DATES = "dates"
DATES_NOTE = "dates-note"
RADIUS = "radius"
STAY = "stay"
RADIUS_WORDS = "radius-words"
STAY_WORDS = "stay-words"
UNDO = "undo"
RESET = "reset"

# controls of the look
FOCUS = "focus"
HOURS = "hours"
HOURS_WORDS = "hours-words"
LAYER = "layer"
BORDERS = "borders"
BASEMAP = "basemap"
OPACITY = "opacity"
OPACITY_WORDS = "opacity-words"
THEME = "theme"
TOUR = "tour"
RELEASE_SWITCH = "release-switch"

# the answer
HEADLINE = "headline"
NUMBER = "number"
UNIT = "unit"
INTERVAL = "interval"
RULE_PLACE = "rule-place"
RULE_LINE = "rule-line"
METHOD = "method"
SENTENCE = "sentence"
DEVICES_LINE = "devices-line"
STAY_BAR = "stay-bar"
STAY_SENTENCE = "stay-sentence"
ASK = "ask"
ASK_WORDS = "ask-words"
ASK_COUNT = "ask-count"
ASK_FILE = "ask-file"
BRIEFING = "briefing"
BRIEFING_STATUS = "briefing-status"
CHARTS = "charts"
MATRIX = "matrix"
DAYS = "days"
HOURS_CHART = "hours-chart"
HOURS_TITLE = f"{HOURS_CHART}-title"
HOMES_CHART = "homes-chart"
DISTRICT_PANEL = "district-panel"

# what is expected of a rule, and what it takes
EXPECTED = "expected"
EXPECTED_LINE = "expected-line"
EXPECTED_WARNING = "expected-warning"
BETTER = "better-rule"
OFFER = "better-offer"
TAKE_BETTER = "better-take"
CERTAINTY = "certainty"
CERTAINTY_BASE = f"{CERTAINTY}-base"
FRONTIER = "frontier"
FRONTIER_BASE = f"{FRONTIER}-base"
TRUE_RADIUS = "true-radius"
TRUE_STAY = "true-stay"
EFFORT = "effort"
BACKLOG = "backlog"
PROPORTION = "proportion"
TESTS_A_PERSON = "tests-a-person"
POOL = "pool"
PREVALENCE = "prevalence"
TESTS_A_DAY = "tests-a-day"
QUARANTINE_DAYS = "quarantine-days"
CALLS_A_DAY = "calls-a-day"

# the control of each part of a link that says what is assumed
MEANS = {
    "tests_each": TESTS_A_PERSON,
    "pool": POOL,
    "infected_of_1000": PREVALENCE,
    "tests_a_day": TESTS_A_DAY,
    "quarantine_days": QUARANTINE_DAYS,
    "calls_a_day": CALLS_A_DAY,
}
TRUE_VISIT = {"true_radius_m": TRUE_RADIUS, "true_stay_min": TRUE_STAY}

# keys
KEYS = "keys"
KEYS_TITLE = "keys-title"
KEYS_ON = "keys-on"
KEYS_CLOSE = "keys-close"
KEYS_SAID = "keys-said"

# saved rules
SAVED_SAID = "saved-said"
SAVED_UNDO = "saved-undo"
SAVED_NONE = "saved-none"
SAVED_LIST = "saved-list"
SAVED_DIALOG = "saved-dialog"
SAVED_NAME = "saved-name"
SAVED_NOTE = "saved-note"

# the map
MAP = "map"
CELLS = "cells"
DISTRICTS = "districts"
RING = "ring"
SITES = "sites"
LEGEND = "legend"
TABLE = "cell-table"
TABLE_OPEN = "table-open"
TABLE_OF = "table-of"
PLAY = "play"
SPEED = "speed"
CLOCK = "clock"
TIME = "time"
ALL_HOURS = "all-hours"
CELL_PANEL = "cell-panel"
CELL_SAID = "cell-said"
CELL_HINT = "cell-hint"

# a place drawn on the map
DRAW = {"point": "draw-point", "circle": "draw-circle", "area": "draw-area"}
DRAW_CLEAR = "draw-clear"
DRAW_BAR = "draw-bar"
DRAW_HINT = "draw-hint"
DRAW_LAT = "draw-lat"
DRAW_LNG = "draw-lng"
DRAW_ADD = "draw-add"
DRAW_FINISH = "draw-finish"
DRAW_CANCEL = "draw-cancel"

# the page that compares rules: a part of each column, and what they have in common
COMPARED = "compared"
COMPARED_THEME = "compared-theme"
COMPARED_VIEW = "compared-view"
COMPARED_CELLS = "compared-cells"
COMPARED_ANSWER = "compared-answer"
COMPARED_AT = "compared-at"
COMPARED_COLUMNS = "compared-columns"
COMPARED_TABLES = "compared-tables"
COMPARED_LEGEND = "compared-legend"
COMPARED_SAID = "compared-said"
ADD_RULE = "add-rule"
COMPARE = "compare-rule"


def in_column(part: str, column: Any) -> dict[str, Any]:  # noqa: ANN401 a number, or Dash's ALL or MATCH
    """Return the identifier of a part of a column."""
    return {"column": column, "part": part}
