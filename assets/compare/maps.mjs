/* The maps of the columns: they move together, over the same cells, each with the heat of its rule. */

import { boxOf, nameFrom } from "../map/box.mjs";
import * as heats from "../map/heat.mjs";
import { shown as onBasemap } from "../basemap/layer.mjs";
import { cellTip, nameBeside } from "../map/leaflet.mjs";
import { legend } from "../map/legend.mjs";
import { yieldToPage } from "../map/touch.mjs";
import { linkOf } from "../map/view.mjs";
import { noUpdate, setProps, words as wordsOfPage } from "../page/dash.mjs";
import { put } from "../page/parts.mjs";
import { colour } from "../page/theme.mjs";
import { fill } from "../page/words.mjs";

const QUIET_MS = 200;
/** @type {Record<string, number>} */
const RADIUS_PX = { market: 5, other: 3 };
/* The opacity of the heat: as on the first page, as it opens. */
const STRENGTH = 0.8;

/** @typedef {{ renderer: L.Renderer, heat: Heat | null, source: Source | null }} On */

/** The maps on the page, each with the heat that it shows and the renderer of its places.
   @type {Map<L.Map, On>} */
const shown = new Map();
/** @type {L.Map | null} */
let leader = null;
let following = false;
/* Whether the page moves the maps, and not a hand. */
let framing = false;

export const maps = () => [...shown.keys()];

/** @type {(map: L.Map) => L.Map[]} */
const others = (map) => maps().filter((one) => one !== map && one.getContainer().isConnected);

/** Move every other map to where one is; what they say of that move is not followed.
   @type {(map: L.Map, rest?: L.Map[]) => void} */
export const lead = (map, rest = others(map)) => {
  following = true;
  for (const one of rest) one.setView(map.getCenter(), map.getZoom(), { animate: false });
  following = false;
};

/** Told when the maps have come to rest.
   @type {number | undefined} */
let resting;
/** @type {(where: string) => void} */
const said = (where) => {
  clearTimeout(resting);
  resting = setTimeout(() => {
    framing = false;
    setProps("compared-at", { data: where });
  }, QUIET_MS);
};

const follow = () => {
  if (!leader) return;
  const map = leader;
  leader = null;
  lead(map);
  said(framing ? "" : linkOf(map));
};

/** Once a frame, however often the map tells of its move.
   @type {(event: { target: L.Map }) => void} */
const moved = ({ target }) => {
  if (following) return;
  if (!leader) requestAnimationFrame(follow);
  leader = target;
};

/** @type {(map: L.Map) => On} */
const join = (map) => {
  const known = shown.get(map);
  if (known) return known;
  for (const gone of maps().filter((one) => !one.getContainer().isConnected)) shown.delete(gone);
  const on = { renderer: window.L.svg({ pane: "sites" }), heat: null, source: null };
  shown.set(map, on);
  map.on("move", moved);
  yieldToPage(map);
  return on;
};

/** The heat of a map as it came from the server, unpacked once.
   @type {(map: L.Map, heat: Heat | null) => On} */
const shownOn = (map, heat) => {
  const on = join(map);
  if (on.heat !== heat) Object.assign(on, { heat, source: heat?.classes ? heats.unpack(heat) : null });
  return on;
};

/** @type {(feature: { properties: CellOf }, context: LayerContext<Heat | null>) => L.PathOptions} */
export const cellStyle = (feature, { map, hideout }) => {
  const { heat, source } = shownOn(map, hideout);
  if (!source || heat?.key !== feature.properties.key) return heats.hidden;
  return heats.style(heat, source, feature.properties.i, STRENGTH);
};

/** @type {(properties: CellOf, on: Pick<On, "heat" | "source">, words: Words) => string} */
export const cellWords = ({ i, key }, { heat, source }, words) => {
  if (!source || heat?.key !== key) return "";
  return fill(words.cell_sum, { count: heats.average(heat, source, i, words), when: heat.dates });
};

/** @type {(feature: CellFeature, layer: L.Path, context: LayerContext) => L.Layer} */
export const onCell = (feature, layer, { map }) => cellTip(layer, () => cellWords(feature.properties, join(map), wordsOfPage()));

/** @type {(feature: DistrictFeature, context: LayerContext) => L.PathOptions} */
export const districtStyle = (feature, { map }) => {
  join(map);
  return { color: colour("--district"), weight: 1, fill: true, fillColor: colour("--land"), fillOpacity: Number(!onBasemap()), interactive: false };
};

/** Whichever layer comes first: the cells lie over the districts.
   @type {(feature: DistrictFeature, layer: L.Path) => L.Layer} */
export const onDistrict = (_, layer) => layer.on("add", () => layer.bringToBack());

/** @type {(feature: SiteFeature, latlng: L.LatLngExpression, context: LayerContext) => L.Layer} */
export const sitePoint = (feature, latlng, { map }) => {
  const { name, kind } = feature.properties;
  const radius = RADIUS_PX[kind] ?? RADIUS_PX.other;
  const marker = window.L.circleMarker(latlng, { renderer: join(map).renderer, pane: "sites", radius, className: "site" });
  return nameBeside(marker, name, kind === "market");
};

/** The maps go where the places of the rules are, when one is another place than before.
   @type {{ sites: string, ids: number } | null} */
let framed = null;
/** @type {(places: { sites: string[], box: Bounds }, ids: unknown[]) => unknown[]} */
export const frame = ({ sites: all, box }, ids) => {
  const sites = [...new Set(all)].sort().join();
  const first = framed?.ids !== ids.length;
  const stay = first || framed?.sites === sites;
  framed = { sites, ids: ids.length };
  framing = !stay;
  if (framing) said("");
  const viewport = { bounds: box, transition: "fitBounds", options: { animate: false } };
  return ids.map(() => (stay ? noUpdate() : viewport));
};

/** @type {Callbacks} */
export const callbacks = {
  comparedView(bounds, zooms, before, release) {
    const at = bounds.findIndex(Boolean);
    if (at < 0 || zooms[at] === undefined) return noUpdate();
    for (const map of document.querySelectorAll(".compare .leaflet-map")) nameFrom(zooms[at], map);
    const view = boxOf(bounds[at], zooms[at], before, { focus: "" });
    return view ? { ...view, release: release.key, maps: bounds.length } : noUpdate();
  },

  comparedCells: (cells, heated, drawn) => heated.map((/** @type {unknown} */ _, /** @type {number} */ column) => (cells && drawn[column] !== cells ? cells : noUpdate())),

  comparedLegend(all) {
    const heat = all.find((/** @type {Heat | null} */ one) => one?.legend);
    put("compared-legend", { parts: heat ? legend(heat, heats.strengthOf(heat, STRENGTH), "--land") : [] });
  },

  comparedDistricts: (theme, ids) => [ids.map(() => ({ theme })), ids.map(() => ({ theme }))],
};
