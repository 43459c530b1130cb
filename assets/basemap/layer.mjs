/* The base map under every map of the page, where the server has one; a switch of the page takes it off. */

import { asText } from "../map/leaflet.mjs";
import { vectorLayer } from "./tiles.mjs";

/** Each map of the page with its base map and whom to credit.
   @type {Map<L.Map, any[]>} */
const maps = new Map();
let on = true;

/** Say whether a base map is seen, so that nothing opaque is laid over it.
   @type {() => boolean} */
export const shown = () => on && maps.size > 0;

/** Whom to credit for what is seen, as text: empty for nobody.
   @type {() => string} */
export const credit = () => {
  const [one] = document.querySelectorAll("[data-basemap]");
  return shown() && one instanceof HTMLElement ? JSON.parse(one.dataset.basemap ?? "{}").attribution : "";
};

/** @type {(one: any, map: L.Map) => void} */
const put = (one, map) => {
  if (on) one.addTo(map);
  else one.remove();
};

/** Show the base map, or take it off.
   @type {(wanted: boolean) => void} */
export const show = (wanted) => {
  on = wanted;
  for (const [map, parts] of maps) for (const one of parts) put(one, map);
};

/** @type {(base: BaseMap) => any} */
const pictureLayer = (base) =>
  window.L.tileLayer(`${base.address}/{z}/{x}/{y}`, {
    minZoom: base.zooms[0], maxNativeZoom: base.zooms[1], maxZoom: 22, bounds: base.box,
    className: "base-pictures",
  });

/** @type {(map: L.Map) => void} */
const lay = (map) => {
  const told = map.getContainer().closest("[data-basemap]");
  if (!(told instanceof HTMLElement)) return;
  const base = JSON.parse(told.dataset.basemap ?? "{}");
  const Credit = window.L.Control.extend({ onAdd: () => Object.assign(asText(base.attribution), { className: "base-credit" }) });
  const parts = [base.vectors ? vectorLayer(base) : pictureLayer(base), new Credit({ position: "bottomright" })];
  maps.set(map, parts);
  map.on("unload", () => maps.delete(map));
  map.whenReady(() => on && parts.forEach((one) => put(one, map)));
};

export const listen = () => {
  window.L.Map.addInitHook(/** @this {L.Map} */ function hook() {
    lay(this);
  });
  const redraw = () => maps.forEach(([layer]) => layer._map && layer.redraw());
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
};
