/* The names of a base map on a Leaflet map: one canvas over the heat, drawn anew when the map has come to rest. */

import { spoken } from "../page/language.mjs";
import { colour } from "../page/theme.mjs";
import { EXTENT } from "./mvt.mjs";
import { placed } from "./names.mjs";

const TILE_PX = 256;
/** Names are placed this much of the view beyond its edges, so that there are some while it is moved. */
const BEYOND = 0.25;
const PANE = "base-names";
const OCCUPIED = ".place-name, .site, .leaflet-control";
const COMING_TO_REST = "moveend zoomend resize";

/** The features of a kind in the tiles that are drawn, in px from a corner of the world.
   @type {(map: L.Map, tiles: Iterable<{ native: BaseTile, layers: BaseLayers }>, corner: L.Point) => (kind: string) => Iterable<NamedFeature>} */
const inPx = (map, tiles, corner) => {
  const each = new Map([...tiles].map((tile) => [`${tile.native.zoom}/${tile.native.x}/${tile.native.y}`, tile]));
  return function* of(kind) {
    for (const { native, layers } of each.values()) {
      const unit = (TILE_PX * map.getZoomScale(map.getZoom(), native.zoom)) / EXTENT;
      const [left, top] = [native.x * EXTENT * unit - corner.x, native.y * EXTENT * unit - corner.y];
      for (const { names, parts } of layers.get(kind) ?? []) {
        if (!names.size) continue;
        for (const part of parts) yield { names, points: part.map((value, at) => value * unit + (at % 2 ? top : left)) };
      }
    }
  };
};

/** What stands on the map already: names of places, its buttons.
   @type {(map: L.Map, corner: DOMRect) => Taken[]} */
const taken = (map, { left, top }) =>
  [...map.getContainer().querySelectorAll(OCCUPIED)]
    .map((one) => one.getBoundingClientRect())
    .filter(({ width }) => width > 0)
    .map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);

/** @type {(pen: CanvasRenderingContext2D, at: [number, number], shape: string) => void} */
const drawDot = (pen, [x, y], shape) => {
  pen.beginPath();
  if (shape === "square") pen.rect(x - 3, y - 3, 6, 6);
  else pen.arc(x, y, 2.5, 0, 2 * Math.PI);
  pen.stroke();
  pen.fill();
};

/** @type {(pen: CanvasRenderingContext2D, style: BaseName) => void} */
const font = (pen, { weight, size }) => {
  pen.font = `${weight} ${size}px ${colour("--font")}`;
};

/** @type {(pen: CanvasRenderingContext2D, name: PlacedName) => void} */
const write = (pen, { text, x, y, angle, style, at }) => {
  font(pen, style);
  pen.fillStyle = colour(style.colour);
  pen.save();
  pen.translate(x, y);
  pen.rotate(angle);
  pen.strokeText(text, 0, 0);
  pen.fillText(text, 0, 0);
  pen.restore();
  if (style.dot) drawDot(pen, at, style.dot);
};

/** Lay a canvas over the map and beyond its edges; return its pen, its size and where it begins on the map.
   @type {(canvas: HTMLCanvasElement, map: L.Map) => { pen: CanvasRenderingContext2D | null, frame: Taken, corner: L.Point }} */
const spread = (canvas, map) => {
  const sharp = window.devicePixelRatio || 1;
  const { x: width, y: height } = map.getSize();
  const [across, up] = [Math.round(width * BEYOND), Math.round(height * BEYOND)];
  const [wide, high] = [width + 2 * across, height + 2 * up];
  Object.assign(canvas, { width: wide * sharp, height: high * sharp });
  Object.assign(canvas.style, { width: `${wide}px`, height: `${high}px` });
  const corner = window.L.point(-across, -up);
  window.L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint(corner));
  const pen = canvas.getContext("2d");
  pen?.setTransform(sharp, 0, 0, sharp, 0, 0);
  return { pen, frame: [0, 0, wide, high], corner };
};

/** @type {(canvas: HTMLCanvasElement, map: L.Map, tiles: Iterable<{ native: BaseTile, layers: BaseLayers }>) => void} */
const draw = (canvas, map, tiles) => {
  const { pen, frame, corner } = spread(canvas, map);
  const begin = map.getPixelBounds().min;
  if (!pen || !begin) return;
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3 });
  pen.strokeStyle = colour("--base-halo");
  const view = { zoom: map.getZoom(), language: spoken(), taken: taken(map, canvas.getBoundingClientRect()), frame };
  /** @type {(text: string, style: BaseName) => number} */
  const measure = (text, style) => {
    font(pen, style);
    return pen.measureText(text).width;
  };
  for (const name of placed(inPx(map, tiles, begin.add(corner)), view, measure)) write(pen, name);
};

/** @type {(tiles: () => Iterable<{ native: BaseTile, layers: BaseLayers }>) => any} */
export const namesLayer = (tiles) => {
  const canvas = document.createElement("canvas");
  canvas.className = "leaflet-zoom-hide";
  /** @type {L.Map | null} */
  let map = null;
  let due = false;
  const now = () => {
    due = false;
    if (map) draw(canvas, map, tiles());
  };
  const soon = () => {
    if (!due) requestAnimationFrame(now);
    due = true;
  };
  const Names = window.L.Layer.extend({
    onAdd(/** @type {L.Map} */ on) {
      map = on;
      (on.getPane(PANE) ?? on.createPane(PANE)).append(canvas);
      on.on(COMING_TO_REST, soon);
      soon();
    },
    onRemove(/** @type {L.Map} */ from) {
      from.off(COMING_TO_REST, soon);
      canvas.remove();
      map = null;
    },
  });
  return Object.assign(new Names(), { soon });
};
