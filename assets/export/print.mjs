/* On paper: the map as its picture, charts and maps as wide as a column, and where the page is. */

import { leaflet } from "../map/leaflet.mjs";
import { element } from "../page/parts.mjs";
import { draw } from "./map-picture.mjs";

// Half of A4 or Letter between margins, less the gap: export/print.css.
const COLUMN_PX = 320;

/** @type {() => any[]} */
const charts = () => [...document.querySelectorAll(".js-plotly-plot")].filter(({ layout }) => layout);
/** @type {HTMLElement[]} */
const added = [];

/** @type {(part: HTMLElement, className: string, place: Element | null) => void} */
const add = (part, className, place) => {
  part.className = className;
  place?.append(part);
  added.push(part);
};

/** A map keeps the size that it was drawn at, and is shrunk.
   @type {(map: HTMLElement) => void} */
const hold = (map) => {
  const { clientWidth, clientHeight } = map;
  map.style.setProperty("--drawn-width", `${clientWidth}px`);
  map.style.setProperty("--drawn-height", `${clientHeight}px`);
  map.style.setProperty("--shrink", String(COLUMN_PX / clientWidth));
};

export const listen = () => {
  window.addEventListener("beforeprint", () => {
    charts().forEach((chart) => window.Plotly.relayout(chart, { width: COLUMN_PX, autosize: false }));
    document.querySelectorAll(".compare-map .leaflet-map").forEach(hold);
    if (element("headline") && leaflet()) add(draw(), "printed-map", document.querySelector(".said"));
    const link = document.createElement("p");
    link.textContent = window.location.href;
    add(link, "printed-link", document.querySelector("main"));
  });

  window.addEventListener("afterprint", () => {
    added.splice(0).forEach((part) => part.remove());
    charts().forEach((chart) => window.Plotly.relayout(chart, { width: null, autosize: true }));
  });
};
