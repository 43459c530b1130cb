/* A tile of a base map on a canvas. */

import { colour } from "../page/theme.mjs";
import { AREAS, LINES, widthAt } from "./look.mjs";
import { EXTENT } from "./mvt.mjs";

/** All features of a kind as one path: one stroke draws them, and no crossing is drawn twice.
   @type {(features: BaseFeature[], toPx: (value: number, axis: 0 | 1) => number, closed: boolean) => Path2D} */
const pathOf = (features, toPx, closed) => {
  const path = new Path2D();
  for (const { parts } of features) {
    for (const part of parts) {
      path.moveTo(toPx(part[0], 0), toPx(part[1], 1));
      for (let at = 2; at < part.length; at += 2) path.lineTo(toPx(part[at], 0), toPx(part[at + 1], 1));
      if (closed) path.closePath();
    }
  }
  return path;
};

/** Draw what a tile shows of the one that was sent, which holds it at a coarser zoom: `times` finer, from `left` and `top`.
   @type {(pen: CanvasRenderingContext2D, layers: Map<string, BaseFeature[]>, shown: { size: number, zoom: number, times: number, left: number, top: number }) => void} */
export const paint = (pen, layers, { size, zoom, times, left, top }) => {
  const unit = (size * times) / EXTENT;
  const off = [left * size, top * size];
  /** @type {(value: number, axis: 0 | 1) => number} */
  const toPx = (value, axis) => value * unit - off[axis];
  pen.clearRect(0, 0, size, size);
  pen.lineJoin = "round";
  pen.lineCap = "round";
  for (const { kind, fill, edge } of AREAS) {
    const path = pathOf(layers.get(kind) ?? [], toPx, true);
    pen.fillStyle = colour(fill);
    pen.fill(path, "evenodd");
    if (!edge) continue;
    pen.strokeStyle = colour(edge);
    pen.lineWidth = 1;
    pen.stroke(path);
  }
  for (const { kind, colour: stroke, widths, dashes } of LINES) {
    const features = layers.get(kind);
    if (!features) continue;
    pen.strokeStyle = colour(stroke);
    pen.lineWidth = widthAt(widths, zoom);
    pen.setLineDash(dashes ?? []);
    pen.stroke(pathOf(features, toPx, false));
  }
};
