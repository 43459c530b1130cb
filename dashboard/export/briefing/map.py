"""The map of a briefing: heat, ring, places and districts around the place, with a scale bar and north."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from matplotlib.transforms import offset_copy

from dashboard import cells
from dashboard.answers.map import cells_of, heat_of
from dashboard.answers.selection import Selection
from dashboard.basemap.found import under
from dashboard.boundary import corners_of
from dashboard.export import geo
from dashboard.export.briefing.backdrop import draw_backdrop, is_drawn, names_of
from dashboard.export.briefing.drawing import HALO, POINTS, drawn, new_figure
from dashboard.export.briefing.ground import Floats, Ground, Rectangle
from dashboard.language import _, mark, name_of, window
from dashboard.place import DrawnArea
from dashboard.release.load import Release
from dashboard.release.resolve import shapes_of
from dashboard.rule import Rule
from dashboard.settings import Settings
from dashboard.site import Site
from dashboard.views import layers, text
from dashboard.views.places import place_words
from dashboard.views.theme import LIGHT

WIDTH_MM, HEIGHT_MM = 128.0, 88.0
SHAPE = WIDTH_MM / HEIGHT_MM
LEAST_MARGIN_M = 1_500
MARGIN_BY_RADIUS = 1.5
LABELS_AT_MOST = 8
NAMES_AT_MOST = 12
# How much of the heat covers a base map, as on the page.
STRENGTH = 0.8

NO_PRESENCE = mark("This release holds no counts for the map: it shows places and districts alone.")
ALT = mark("Map around {place}: {title}, {dates}; the rule's outline, places and districts.")


@dataclass(frozen=True, kw_only=True)
class MapPart:
    """The map as SVG with its legend: a colour and its words each, few to many; `note` where a layer is missing.

    `width_mm` is its width on paper, `districts` says whether the release holds their boundaries.
    """

    svg: str
    width_mm: float
    title: str
    legend: tuple[tuple[str, str], ...]
    alt: str
    note: str
    districts: bool


def map_part(release: Release, rule: Rule, *, width_mm: float = WIDTH_MM, width_m: float = 0) -> MapPart:
    """Return the map around the place of a rule, so wide on paper, and at least so wide on the ground."""
    ground = Ground.around(*_middle(release, rule))
    frame = _frame(release, rule, ground).widened(width_m)
    figure = new_figure(width_mm, width_mm / SHAPE)
    axes = figure.add_axes((0, 0, 1, 1))
    frame.limit(axes)
    base = under(release, Settings.read().basemap)
    if base is not None and is_drawn(base):
        draw_backdrop(axes, base, ground, frame)
    heat = _draw_heat(axes, release, rule, ground, frame, strength=STRENGTH if is_drawn(base) else 1)
    _draw_districts(axes, release, ground, frame)
    _draw_rule(axes, release, rule, ground)
    taken = _draw_sites(axes, figure, release, rule, ground, frame)
    if base is not None and is_drawn(base):
        _draw_names(axes, figure, names_of(base, ground, frame), taken)
    _draw_scale(axes, frame)
    title = str(heat["title"]) if heat else ""
    dates = window(rule.start, rule.end)
    return MapPart(
        svg=drawn(figure),
        width_mm=width_mm,
        title=_("{title}, {dates}").format(title=title, dates=dates) if title else "",
        legend=tuple((row["colour"], row["words"]) for row in heat["legend"]) if heat else (),
        alt=_(ALT).format(place=place_words(release, rule.place), title=title or _("no heat"), dates=dates),
        note="" if heat else _(NO_PRESENCE),
        districts=bool(release.districts),
    )


def width_on_ground(release: Release, rule: Rule) -> float:
    """Return how wide the map of a rule is by itself, in metres."""
    return _frame(release, rule, Ground.around(*_middle(release, rule))).width_m


def _middle(release: Release, rule: Rule) -> tuple[float, float]:
    lat, lng = layers.middle(layers.bounds_of(corners_of(shapes_of(release, rule.place)), 0))
    return lat, lng


def _frame(release: Release, rule: Rule, ground: Ground) -> Rectangle:
    """Return the smallest frame of the map's shape that holds the rule's outlines with a margin."""
    corners = np.concatenate([ground.outline(ring) for ring in geo.rings(release, rule)])
    margin = max(LEAST_MARGIN_M, 0 if isinstance(rule.place, DrawnArea) else (MARGIN_BY_RADIUS - 1) * rule.radius_m)
    return Rectangle.around(corners, margin, shape=SHAPE)


def _draw_heat(  # noqa: PLR0913 what is drawn where, and how strong
    axes: Axes, release: Release, rule: Rule, ground: Ground, frame: Rectangle, *, strength: float
) -> dict[str, Any] | None:
    """Draw the heat and return it, its legend as it looks over white paper; None where there is no presence."""
    south, west, north, east = ground.box(frame)
    view = {"south": south, "west": west, "north": north, "east": east, "focus": None, "key": ""}
    heat = heat_of(release, rule, Selection(), view, LIGHT)
    if heat is None:
        return None
    _resolution, members = cells_of(release, view)
    classes = np.frombuffer(base64.b64decode(heat["classes"]), dtype=np.uint8)
    shown = [(cell, heat["colours"][step - 1]) for cell, step in zip(members, classes, strict=True) if step]
    outlines = [ground.project(np.array(cells.ring_lng_lat(cell))) for cell, _colour in shown]
    colours = [colour for _cell, colour in shown]
    axes.add_collection(
        PolyCollection(outlines, facecolors=colours, edgecolors=LIGHT.surface, linewidths=0.3, alpha=strength)
    )
    seen = [{**row, "colour": _over_paper(row["colour"], strength)} for row in heat["legend"]]
    return {**heat, "legend": seen}


def _over_paper(colour: str, strength: float) -> str:
    """Return the colour that one of a strength has over white."""
    over = (round(255 + strength * (int(colour[at : at + 2], 16) - 255)) for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in over)


def _draw_districts(axes: Axes, release: Release, ground: Ground, frame: Rectangle) -> None:
    window = frame.shape()
    for district in release.districts.values():
        inside = shapely.intersection(ground.shape(district.geometry), window)
        if inside.is_empty:
            continue
        lines = shapely.intersection(ground.shape(district.geometry).boundary, window)
        parts = [np.asarray(part.coords) for part in shapely.get_parts(lines) if part.geom_type == "LineString"]
        axes.add_collection(LineCollection(parts, colors=LIGHT.muted, linewidths=0.7))
        if inside.area > 0.06 * window.area:
            corner = _quiet_spot(inside, frame)
            axes.text(*corner, name_of(district), color=LIGHT.muted, ha="center", va="center", fontsize=POINTS, **HALO)


def _quiet_spot(inside: shapely.Geometry, frame: Rectangle) -> tuple[float, float]:
    """Return a spot for a district's name: inside it, and off the middle of the map, where the rule is."""
    off = shapely.difference(inside, shapely.Point(frame.middle).buffer(0.6 * frame.height_m / 2))
    spot = shapely.maximum_inscribed_circle(inside if off.is_empty else off).coords[0]
    return float(spot[0]), float(spot[1])


def _draw_rule(axes: Axes, release: Release, rule: Rule, ground: Ground) -> None:
    for ring in geo.rings(release, rule):
        axes.add_patch(Polygon(ground.outline(ring), closed=True, fill=False, edgecolor=LIGHT.accent, linewidth=1.6))


def _draw_sites(  # noqa: PLR0913, PLR0917 what is drawn where
    axes: Axes, figure: Figure, release: Release, rule: Rule, ground: Ground, frame: Rectangle
) -> list[Any]:
    """Draw the places in the frame, those of the rule first, each named unless its name would cover another.

    Returns the boxes that the names take.
    """
    ours = set(shapes_of(release, rule.place)) if not isinstance(rule.place, DrawnArea) else set()
    sites = [place for place in release.places.values() if isinstance(place, Site)]
    near = [(site, ground.project(np.array([[site.lng, site.lat]]))[0]) for site in sites]
    seen = [(site, spot) for site, spot in near if frame.holds(spot)]
    taken: list[Any] = []
    for site, spot in sorted(seen, key=lambda one: (one[0].shapes[0] not in ours, float(np.hypot(*one[1])))):
        colour = LIGHT.accent if site.shapes[0] in ours else LIGHT.text
        axes.plot(*spot, marker="s", markersize=4, color=colour, markeredgecolor=LIGHT.surface, markeredgewidth=0.6)
        if len(taken) < LABELS_AT_MOST:
            _label(axes, figure, (name_of(site), spot, "bold" if colour == LIGHT.accent else "normal"), taken)
    return taken


def _draw_names(axes: Axes, figure: Figure, names: Iterable[tuple[str, Floats, float, bool]], taken: list[Any]) -> None:
    """Draw the names of a base map that cover no other."""
    before = len(taken)
    for words, spot, points, marked in names:
        if len(taken) - before < NAMES_AT_MOST:
            shown = _label(axes, figure, (words, spot, "normal"), taken, points=points, beside=marked)
            if shown and marked:
                axes.plot(*spot, marker="o", markersize=1.5, color=LIGHT.text)


def _label(  # noqa: PLR0913 which name, where, and how
    axes: Axes,
    figure: Figure,
    name: tuple[str, Floats, str],
    taken: list[Any],
    *,
    points: float = POINTS,
    beside: bool = True,
) -> bool:
    """Write a name beside its spot, or on it, unless it would cover another; say whether it stands there."""
    words, (x, y), weight = name
    at = offset_copy(axes.transData, fig=figure, x=5 if beside else 0, y=0, units="points")
    side = "left" if beside else "center"
    how: dict[str, Any] = {"weight": weight, "va": "center", "ha": side, "fontsize": points, "parse_math": False}
    label = axes.text(x, y, words, transform=at, **how, **HALO)
    box = label.get_window_extent().padded(2)
    frame = axes.get_window_extent()
    if any(box.overlaps(other) for other in taken) or box.x1 > frame.x1 or box.y0 < frame.y0 or box.y1 > frame.y1:
        label.remove()
        return False
    taken.append(box)
    return True


def _draw_scale(axes: Axes, frame: Rectangle) -> None:
    """Draw a bar of a round length of about a fifth of the width, and north, which is up."""
    metres = max(
        step * 10**power for power in range(2, 6) for step in (1, 2, 5) if step * 10**power <= frame.width_m / 4
    )
    length, left, bottom = metres / frame.width_m, 0.03, 0.05
    box: dict[str, Any] = {"transform": axes.transAxes, "color": LIGHT.text}
    axes.plot([left, left, left + length, left + length], [bottom + 0.02, bottom, bottom, bottom + 0.02], lw=1.2, **box)
    words = _("{kilometres} km").format(kilometres=metres // 1000) if metres >= 1000 else text.metres(metres)
    axes.text(left + length / 2, bottom + 0.015, words, ha="center", va="bottom", fontsize=POINTS, **box, **HALO)
    arrow = {"arrowstyle": "-|>", "color": LIGHT.text, "lw": 1.2, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (0.965, 0.94), (0.965, 0.84), xycoords="axes fraction", arrowprops=arrow)
    axes.text(0.965, 0.83, _("N"), ha="center", va="top", fontsize=POINTS, weight="bold", **box, **HALO)
