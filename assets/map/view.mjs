/* Where the map is and where it goes: which cells to ask for, while it is still on its way. */

import { calm } from "../page/calm.mjs";
import { dataOf, noUpdate, setProps } from "../page/dash.mjs";
import { boxOf, nameFrom } from "./box.mjs";
import { leaflet } from "./leaflet.mjs";
import { yieldToPage } from "./touch.mjs";

const SAME_PX = 2;

/** What the map will show once it has gone to a box, and its zoom there.
   @type {(map: L.Map, box: Bounds) => [Bounds, number]} */
const ahead = (map, [southWest, northEast]) => {
  const zoom = map.getBoundsZoom([southWest, northEast]);
  const middle = map.project(southWest, zoom).add(map.project(northEast, zoom)).divideBy(2);
  const half = map.getSize().divideBy(2);
  /** @type {(pixel: L.Point) => Point} */
  const corner = (pixel) => {
    const { lat, lng } = map.unproject(pixel, zoom);
    return [lat, lng];
  };
  const [[north, west], [south, east]] = [corner(middle.subtract(half)), corner(middle.add(half))];
  return [[[south, west], [north, east]], zoom];
};

/** The box to go to when something else comes into focus, or null: that of a place among many comes with its answer.
   @type {string | null} */
let framed = null;
/** @type {(site: string, look: Look, release: Release, answer?: Answer) => Bounds | null} */
const goal = (site, look, release, answer) => {
  const target = look.focus || (look.layer === "homes" ? "districts" : site);
  if (target === framed) return null;
  const first = framed === null;
  const box = release.frames[target] || (target === answer?.site ? answer.frame : null);
  if (first || box || target === answer?.site) framed = target;
  return first ? null : box;
};

/** Where the page has put the map, and what a link says of that: nothing where it frames what is in focus.
   @type {{ map: L.Map, middle: L.LatLng, zoom: number, said: string } | null} */
let settled = null;
/** @type {(map: L.Map, said: string) => void} */
const settle = (map, said) => {
  settled = { map, middle: map.getCenter(), zoom: map.getZoom(), said };
};

/** Where a map is, as a link says it.
   @type {(map: L.Map) => string} */
export const linkOf = (map) => {
  const { lat, lng } = map.getCenter();
  return `${lat.toFixed(5)},${lng.toFixed(5)},${map.getZoom()}`;
};

/* A map that has just come stands where the link or the frame has put it. */
export const arrive = () => {
  const map = leaflet();
  if (!map || settled?.map === map) return;
  yieldToPage(map);
  settle(map, dataOf("sight").at);
  const view = map.getBounds();
  setProps("map", { bounds: [[view.getSouth(), view.getWest()], [view.getNorth(), view.getEast()]] });
};

/* The map tells every step of its way: only where it arrives matters. */
let away = false;

/** Where the map is, as a link says it; `before` until it is there.
   @type {(before: string) => string} */
export const whereabouts = (before) => {
  const map = leaflet();
  if (!map || away) return before;
  arrive();
  if (!settled) return before;
  const still = map.getZoom() === settled.zoom && map.project(map.getCenter()).distanceTo(map.project(settled.middle)) < SAME_PX;
  return still ? settled.said : linkOf(map);
};

/** @type {(box: Bounds) => object} */
const viewport = (box) => {
  const map = leaflet();
  if (map) {
    away = true;
    map.once("moveend", () => {
      away = false;
      settle(map, "");
    });
  }
  const motion = calm() ? { transition: "fitBounds", options: { animate: false } } : { transition: "flyToBounds" };
  return { bounds: box, ...motion };
};

/** @type {(bounds: Bounds, zoom: number, before: Box, look: Look, release: Release) => object} */
const asked = (bounds, zoom, before, look, release) => {
  nameFrom(zoom, document.querySelector(".leaflet-map"));
  const view = boxOf(bounds, zoom, before, look);
  return view ? { ...view, release: release.key } : noUpdate();
};

/** Go to a place that has come with its answer, where the page does not hold every place.
   Beside the order of callbacks: what waits for the view would else wait for every answer.
   @type {(answer: Answer | null, look: Look | null, release: Release) => void} */
export const frame = (answer, look, release) => {
  const box = answer && look && goal(answer.site, look, release, answer);
  if (box) setProps("map", { viewport: viewport(box) });
};

/** @type {Callbacks} */
export const callbacks = {
  view(bounds, zoom, rule, look, before, release) {
    if (!bounds || !look || !rule) return [noUpdate(), noUpdate()];
    const map = leaflet();
    const box = goal(rule.site, look, release);
    if (!box) return [away ? noUpdate() : asked(bounds, map ? map.getZoom() : zoom, before, look, release), noUpdate()];
    return [map ? asked(...ahead(map, box), before, look, release) : noUpdate(), viewport(box)];
  },
};
