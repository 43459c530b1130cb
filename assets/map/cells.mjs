/* The cells on the map, of one view, by their place in the counts. */

import { cellStyle } from "./painted.mjs";

/** @type {("fill" | "fillColor" | "fillOpacity")[]} */
const LOOK = ["fill", "fillColor", "fillOpacity"];

/** @type {{ key: string | null, layers: any[] }} */
const shown = { key: null, layers: [] };

/** Hear of a cell that Leaflet has drawn.
   @type {(feature: { properties: CellOf }, layer: L.Path) => void} */
export const drawn = (feature, layer) => {
  const { key, i } = feature.properties;
  if (shown.key !== key) Object.assign(shown, { key, layers: [] });
  shown.layers[i] = layer;
};

/* Paint the cells whose look is another than before. */
export const repaint = () => {
  for (const layer of shown.layers) {
    const style = layer && cellStyle(layer.feature);
    if (style && LOOK.some((name) => style[name] !== layer.options[name])) layer.setStyle(style);
  }
};
