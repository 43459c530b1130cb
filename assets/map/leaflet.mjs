/* The map of the page as Leaflet has it, known from any place on it: dash-leaflet hands out no map. */

let place = null;

export const meet = (marker) => {
  place = marker;
};

/* Nothing while there is no map, or where it has no place. */
export const leaflet = () => place?._map;

/* Text that Leaflet shows: it takes a string for HTML, so a name goes in as an element that holds it as text. */
export const asText = (words) => {
  const line = document.createElement("span");
  line.textContent = words;
  return line;
};

/* The words of a layer under the pointer, asked for when it is there. */
export const tip = (layer, words) => layer.bindTooltip(() => asText(words()), { sticky: true, direction: "top", className: "tip" });

/* The name of a place beside it: always there, or under the pointer. */
export const nameBeside = (marker, name, permanent) =>
  marker.bindTooltip(asText(name), { permanent, direction: "right", offset: [6, 0], className: "place-name" });
