/* One hexagon of the map in words: chosen by a click, or from the keyboard step by step. */

import { calm } from "../page/calm.mjs";
import { dataOf, words } from "../page/dash.mjs";
import { around, element, put } from "../page/parts.mjs";
import { colour } from "../page/theme.mjs";
import { fill } from "../page/words.mjs";
import { mapOfPage as map } from "./leaflet.mjs";
import { cellCount, painted } from "./painted.mjs";
import { STEPS, inside, nearest, neighbour } from "./steps.mjs";

/* How near to the border of the map a chosen cell may lie: a sixth of its size. */
const BORDER = 6;

/** The cell chosen, by its name, and the outline that marks it.
   @type {{ cell: string | null, mark: L.Polygon | null }} */
const chosen = { cell: null, mark: null };

/** The cells of the view that is painted.
   @type {() => CellFeature[]} */
const cells = () => (dataOf("cells")?.features ?? []).filter((/** @type {CellFeature} */ { properties }) => properties.key === painted.key);

/** @type {(feature: CellFeature) => Point[]} */
const outline = ({ geometry: { coordinates: [ring] } }) => ring;

/** The first point of a ring stands at its end again.
   @type {(feature: CellFeature) => Point} */
const middle = (feature) => {
  const corners = outline(feature).slice(1);
  /** @type {(axis: 0 | 1) => number} */
  const mean = (axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  return [mean(0), mean(1)];
};
/** @type {(feature: CellFeature) => Point} */
const latLng = (feature) => {
  const [lng, lat] = middle(feature);
  return [lat, lng];
};

/** @type {(feature: CellFeature) => Point} */
const pixel = (feature) => {
  const { x, y } = map().latLngToLayerPoint(latLng(feature));
  return [x, y];
};

/** @type {(point: Point) => string | undefined} */
const districtOf = (point) => {
  /** @type {(geometry: any) => Point[][][]} */
  const polygons = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates);
  return dataOf("districts")?.features.find((/** @type {DistrictFeature} */ { geometry }) => inside(point, polygons(geometry).flat()))?.properties.name;
};

/** What is said of a cell, by the rows of its panel.
   @type {(feature: CellFeature) => Said} */
const said = (feature) => {
  const { cell_when, cell_empty, cell_devices, cell_average, no_district } = words();
  const found = cellCount(feature.properties);
  if (!found) return {};
  const when = found.moment || fill(cell_when, { dates: found.when, hours: element("hours-words").textContent });
  const count = found.empty ? cell_empty : fill(found.moment ? cell_devices : cell_average, found);
  return { when, count, district: districtOf(middle(feature)) ?? no_district };
};

/** @type {(feature: CellFeature) => Said} */
const write = (feature) => {
  const rows = said(feature);
  for (const [name, line] of Object.entries(rows)) element("cell-panel").querySelector(`dd[data-cell="${name}"]`).textContent = line;
  return rows;
};

/** @type {(feature: CellFeature) => void} */
const mark = (feature) => {
  chosen.mark?.remove();
  const look = { pane: "ring", interactive: false, fill: false, weight: 3, color: colour("--text") };
  chosen.mark = window.L.polygon(outline(feature).map(([lng, lat]) => [lat, lng]), look).addTo(map());
};

/** @type {(feature: CellFeature) => void} */
export const choose = (feature) => {
  if (!cellCount(feature.properties)) return;
  chosen.cell = element("cell-panel").dataset.chosen = feature.properties.cell;
  const { count, district, when } = write(feature);
  element("cell-said").textContent = [count, district, when].join(". ");
  mark(feature);
  put("cell-panel", { hidden: false });
};

const leave = () => {
  chosen.mark?.remove();
  Object.assign(chosen, { cell: null, mark: null });
  element("cell-said").textContent = "";
  put("cell-panel", { hidden: true });
};

/** @type {(all: CellFeature[]) => CellFeature | undefined} */
const present = (all) => all.find(({ properties }) => properties.cell === chosen.cell);

/* The count follows what is painted; a cell that is no longer on the map, or is covered, is left. */
export const follow = () => {
  const all = chosen.cell === null ? [] : cells();
  if (!all.length) return;
  const feature = present(all);
  if (feature && !painted.covered) write(feature);
  else leave();
};

const enter = () => {
  const all = painted.covered ? [] : cells();
  const { x, y } = map().latLngToLayerPoint(map().getCenter());
  const at = nearest([x, y], all.map(pixel));
  if (at >= 0) choose(all[at]);
};

/** @type {(direction: Point) => void} */
const step = (direction) => {
  const all = cells();
  const from = present(all);
  const at = from ? neighbour(pixel(from), all.map(pixel), direction) : -1;
  if (at < 0) return;
  choose(all[at]);
  map().panInside(latLng(all[at]), { padding: map().getSize().divideBy(BORDER), animate: !calm() });
};

export const listen = () => {
  /* Before the map hears of a key: its own arrows move it. */
  document.addEventListener("keydown", (event) => {
    const onMap = event.target instanceof Element && event.target.matches(".leaflet-map");
    if (event.key === "Escape" && chosen.cell && (onMap || around(event, "#cell-panel"))) {
      leave();
      document.querySelector(".leaflet-map").focus();
    } else if (onMap && event.key === "Enter") enter();
    else if (onMap && chosen.cell && STEPS[event.key]) step(STEPS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("click", (event) => around(event, '[data-cell="close"]') && leave());
};
