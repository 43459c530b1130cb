"""Drawings as SVG: matplotlib's figures in the page's look, their text left to whoever typesets them."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from dashboard.export.briefing.fonts import FONTS
from dashboard.views.theme import LIGHT

INCHES_PER_MM = 1 / 25.4
POINTS = 7.0
# Words can be read on whatever they lie on.
HALO: Any = {"path_effects": [withStroke(linewidth=2, foreground=LIGHT.surface)]}

# Text stays text, and names inside the file are the same for the same drawing.
mpl.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "screening-scope",
        "font.family": list(FONTS),
        "font.size": POINTS,
        "axes.edgecolor": LIGHT.line,
        "axes.labelcolor": LIGHT.muted,
        "text.color": LIGHT.text,
        "xtick.color": LIGHT.muted,
        "ytick.color": LIGHT.muted,
        "axes.unicode_minus": False,
    }
)


def new_figure(width_mm: float, height_mm: float) -> Figure:
    """Return an empty figure of a size on paper."""
    # At the resolution of SVG: words are measured as they are drawn.
    figure = Figure(figsize=(width_mm * INCHES_PER_MM, height_mm * INCHES_PER_MM), dpi=72)
    FigureCanvasSVG(figure)
    return figure


def quiet(axes: Axes, *, grid: str) -> None:
    """Give axes the page's look: no frame, no ticks, faint lines along one axis."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    axes.grid(axis=grid, color=LIGHT.line, linewidth=0.6)  # type: ignore[arg-type]
    axes.set_axisbelow(True)


def drawn(figure: Figure, **options: Any) -> str:  # noqa: ANN401 matplotlib's own
    """Return a figure as SVG, the same for the same drawing."""
    out = io.BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None}, transparent=True, **options)
    return out.getvalue().decode()
