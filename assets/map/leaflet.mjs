/* The map of the page as Leaflet has it, known from any place on it: dash-leaflet hands out no map. */

/** @type {any} */
let place = null;

/** @type {(marker: L.Layer) => void} */
export const meet = (marker) => {
  place = marker;
};

/** Nothing while there is no map, or where it has no place.
   @type {() => L.Map | undefined} */
export const leaflet = () => place?._map;

/** The map, where there is one.
   @type {() => L.Map} */
export const mapOfPage = () => place._map;

/** Text that Leaflet shows: it takes a string for HTML, so a name goes in as an element that holds it as text.
   @type {(words: string) => HTMLElement} */
export const asText = (words) => {
  const line = document.createElement("span");
  line.textContent = words;
  return line;
};

/** The words of a layer under the pointer, asked for when it is there.
   @type {(layer: L.Layer, words: () => string, className?: string) => L.Layer} */
export const tip = (layer, words, className = "tip") =>
  layer.bindTooltip(() => asText(words()), { sticky: true, direction: "top", className });

/** Those of a cell: lines, its count first.
   @type {(layer: L.Layer, words: () => string) => L.Layer} */
export const cellTip = (layer, words) => tip(layer, words, "tip cell-tip");

/** The name of a place beside it: always there, or under the pointer.
   @type {(marker: L.Layer, name: string, permanent: boolean) => L.Layer} */
export const nameBeside = (marker, name, permanent) =>
  marker.bindTooltip(asText(name), { permanent, direction: "right", offset: [6, 0], className: "place-name" });
