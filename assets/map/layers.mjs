/* The layers of the map: how cells, districts and places are drawn, and what they hear. */

import { shown as onBasemap } from "../basemap/layer.mjs";
import { name as nameOfTheme, colour } from "../page/theme.mjs";
import { choose } from "./cell.mjs";
import { drawn } from "./cells.mjs";
import { cellTip, meet, nameBeside, tip } from "./leaflet.mjs";
import { cellWords } from "./painted.mjs";
import { sight } from "./sight.mjs";
import { arrive } from "./view.mjs";

/* The opacity of the districts by home. */
export const HOMES_STRENGTH = 0.85;
/** @type {Record<string, number>} */
const RADIUS_PX = { market: 6, other: 4 };

/** Where people live, by district, while that is shown.
   @type {Homes | null} */
let homes = null;

/** @type {(feature: CellFeature, layer: L.Path) => void} */
export const onCell = (feature, layer) => {
  drawn(feature, layer);
  cellTip(layer, () => cellWords(feature.properties));
  layer.on("click", () => choose(feature));
};

/** @type {(feature: DistrictFeature, context: LayerContext) => L.PathOptions} */
export const districtStyle = (feature, context) => {
  const { colours, focus } = context.hideout || {};
  const { code } = feature.properties;
  const fillColor = colours && colours[code];
  const borders = sight().districts === "on";
  if (!borders && !fillColor) return { stroke: false, fill: false };
  return {
    stroke: borders || code === focus,
    color: colour(code === focus ? "--text" : "--district"),
    weight: code === focus ? 2.5 : 1,
    fill: true,
    fillColor: fillColor || colour("--land"),
    fillOpacity: fillColor ? HOMES_STRENGTH : Number(!onBasemap()),
  };
};

/** @type {(feature: DistrictFeature, layer: L.Path) => void} */
export const onDistrict = (feature, layer) => {
  const { code, name } = feature.properties;
  // Whichever layer comes first: a cell lies over its district and hears the pointer before it.
  layer.on("add", () => layer.bringToBack());
  tip(layer, () => homes?.words[code] || name);
};

/** @type {() => L.PathOptions} */
export const siteStyle = () => ({
  color: colour("--surface"),
  weight: 2,
  fillColor: colour("--text"),
  fillOpacity: 1,
});

/** @type {L.Renderer | null} */
let renderer = null;

/** As SVG: a canvas over the cells would take every move of the pointer.
   @type {(feature: SiteFeature, latlng: L.LatLngExpression) => L.Layer} */
export const sitePoint = (feature, latlng) => {
  const { name, kind } = feature.properties;
  renderer ??= window.L.svg({ pane: "sites" });
  const radius = RADIUS_PX[kind] ?? RADIUS_PX.other;
  const marker = window.L.circleMarker(latlng, { renderer, pane: "sites", radius, className: "site" });
  meet(marker);
  marker.once("add", arrive);
  return nameBeside(marker, name, kind === "market");
};

/** @type {Callbacks} */
export const callbacks = {
  districts(shown, look) {
    homes = shown;
    const theme = nameOfTheme();
    return [{ colours: shown?.colours, focus: look?.focus, theme }, { theme }];
  },
};
