/* Draw a place on the map: a point, a circle, an area; or type its coordinates. What is drawn becomes the rule's place. */

import { propsOf, release, setProps, words as wordsOfPage } from "../page/dash.mjs";
import { around, element, put } from "../page/parts.mjs";
import { colour } from "../page/theme.mjs";
import { fill } from "../page/words.mjs";
import { crosses, drawn, isDrawn, isNear, written } from "../rule/place.mjs";
import { leaflet, mapOfPage as map } from "./leaflet.mjs";

const STILL_PX = 5;
const BUTTONS = ["point", "circle", "area"];

/** What is being drawn, the place before it, and the layers that show it.
   @type {{ mode: string | null, points: Point[], pressed: Point | null, shapes: L.Path[] }} */
const drawing = { mode: null, points: [], pressed: null, shapes: [] };
/** @type {string | null} */
let placeBefore = null;

const words = () => wordsOfPage().draw;
/** @type {(point: Point) => L.LatLng} */
const latLng = ([lat, lng]) => window.L.latLng(lat, lng);

/** The stop of the radius nearest to a distance.
   @type {(metres: number) => number} */
const nearestStop = (metres) => {
  const { radii_m } = wordsOfPage();
  const gaps = radii_m.map((radius) => Math.abs(radius - metres));
  return gaps.indexOf(Math.min(...gaps));
};

const isWhole = () =>
  drawing.mode === "area" ? drawing.points.length >= words().corners_at_least : drawing.mode === "circle" && drawing.points.length > 0;

const hint = () => {
  const said = step();
  return drawing.mode === "area" && crosses(drawing.points) ? fill(words().crossed, { hint: said }) : said;
};

const step = () => {
  const { mode, points } = drawing;
  const corners = points.length;
  if (mode === "circle" && corners) return fill(words().edge, { radius: wordsOfPage().radius_words[propsOf("radius").value] });
  if (mode === "area" && corners >= words().corners_at_most) return fill(words().most, { corners });
  if (mode === "area" && corners >= words().corners_at_least) return fill(words().corners, { corners });
  return words()[mode ?? ""];
};

const outside = () => {
  const [[south, west], [north, east]] = (release().area ?? []).map((corner) => corner.map((degrees) => degrees.toFixed(2)));
  return fill(words().outside, { south, west, north, east });
};

/** What is drawn so far, and where it would go next.
   @type {(next?: Point) => void} */
const preview = (next) => {
  drawing.shapes.forEach((shape) => shape.remove());
  const { L } = window;
  const { mode, points } = drawing;
  if (!leaflet() || !points.length) return;
  const look = { pane: "ring", interactive: false, color: colour("--accent"), weight: 2, fill: false };
  const dots = points.map((point) => L.circleMarker(point, { ...look, radius: 3, fill: true, fillOpacity: 1 }));
  const line = [...points, ...(next ? [next] : [])];
  const shapes = mode === "area"
    ? [L.polygon(line, { ...look, dashArray: "4 4" })]
    : next ? [L.circle(points[0], { ...look, dashArray: "4 4", radius: wordsOfPage().radii_m[nearestStop(latLng(points[0]).distanceTo(next))] })] : [];
  drawing.shapes = [...shapes, ...dots];
  drawing.shapes.forEach((shape) => shape.addTo(map()));
};

/** @type {(said?: string) => void} */
const showBar = (said = hint()) => {
  const { mode } = drawing;
  BUTTONS.forEach((name) => element(`draw-${name}`)?.setAttribute("aria-pressed", String(name === mode)));
  document.querySelector(".map-panel")?.classList.toggle("drawing", mode !== null);
  put("draw-bar", { hidden: mode === null });
  if (mode === null) return;
  put("draw-hint", { text: said });
  put("draw-add", { text: mode === "area" ? words().add : words().set });
  put("draw-finish", { hidden: !isWhole() });
};

/** @type {(mode: string | null) => void} */
const start = (mode) => {
  Object.assign(drawing, { mode: drawing.mode === mode ? null : mode, points: [] });
  preview();
  showBar();
};

const stop = () => start(drawing.mode);

/** Make what was drawn the place of the rule, as an option of its own.
   @type {(points: Point[], radius?: number) => void} */
const choose = (points, radius) => {
  const value = drawn(points);
  const label = points.length > 1
    ? fill(words().area_option, { corners: points.length })
    : fill(words().point_option, { point: written(points[0], ", ") });
  const { options, value: before } = propsOf("site");
  if (!isDrawn(before)) placeBefore = before;
  setProps("site", { options: [...options.filter((/** @type {{ value: string }} */ option) => !isDrawn(option.value)), { label, value }], value });
  if (radius !== undefined) setProps("radius", { value: radius });
  if (!map().getBounds().contains(points)) map().panTo(window.L.latLngBounds(points).getCenter());
  const button = element(`draw-${drawing.mode}`);
  stop();
  if (element("draw-bar").contains(document.activeElement)) button.focus();
};

const clear = () => {
  if (drawing.mode) stop();
  const { options, value } = propsOf("site");
  if (!isDrawn(value)) return;
  const counted = options.filter((/** @type {{ value: string }} */ option) => !isDrawn(option.value));
  setProps("site", { options: counted, value: placeBefore ?? counted[0].value });
};

const finish = () => {
  if (isWhole()) choose(drawing.points);
};

/** One more point; `next` is where the pointer is.
   @type {(point: Point, typed?: boolean) => void} */
const add = (point, typed = false) => {
  const { mode, points } = drawing;
  if (!isNear(point, release())) return showBar(outside());
  if (mode === "point") return choose([point]);
  if (mode === "circle" && points.length && !typed) return choose(points, nearestStop(latLng(points[0]).distanceTo(point)));
  if (mode === "circle") drawing.points = [point];
  else if (points.length < words().corners_at_most) points.push(point);
  preview();
  return showBar();
};

const addTyped = () => {
  const fields = ["draw-lat", "draw-lng"].map(element);
  const texts = fields.map((field) => field.value.trim().replace(",", "."));
  const [lat, lng] = texts.map(Number);
  if (texts.every((text) => !text) && isWhole()) return finish();
  if (texts.some((text) => !text) || !(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) return showBar(words().wrong);
  ["draw-lat", "draw-lng"].forEach((id) => setProps(id, { value: "" }));
  fields[0].focus();
  return add([lat, lng], true);
};

/** @type {(event: MouseEvent) => Point} */
const place = (event) => {
  const { lat, lng } = map().mouseEventToLatLng(event);
  return [Number(lat.toFixed(5)), Number(lng.toFixed(5))];
};

/** @type {(event: MouseEvent, point: Point) => boolean} */
const near = (event, point) => map().mouseEventToContainerPoint(event).distanceTo(map().latLngToContainerPoint(point)) <= STILL_PX;

/** @type {(event: any) => boolean} */
const onMap = (event) =>
  drawing.mode !== null && leaflet() !== undefined && around(event, ".leaflet-map") && !around(event, ".leaflet-control");

/** @type {(event: MouseEvent) => void} */
const clicked = (event) => {
  const moved = drawing.pressed && Math.hypot(event.clientX - drawing.pressed[0], event.clientY - drawing.pressed[1]) > STILL_PX;
  if (moved) return;
  const { mode, points } = drawing;
  const [first, last] = [points[0], points[points.length - 1]];
  if (mode === "area" && last && near(event, last)) return;
  if (mode === "area" && isWhole() && near(event, first)) {
    finish();
    return;
  }
  add(place(event));
};

/** @type {Record<string, () => unknown>} */
const ACTIONS = { "draw-clear": clear, "draw-add": addTyped, "draw-finish": finish, "draw-cancel": stop };
BUTTONS.forEach((mode) => (ACTIONS[`draw-${mode}`] = () => start(mode)));

export const listen = () => {
  /* While drawing, the map's own layers hear nothing of a click. */
  document.addEventListener("click", (event) => {
    ACTIONS[around(event, "button")?.id]?.();
    if (!onMap(event)) return;
    event.stopPropagation();
    clicked(event);
  }, true);

  document.addEventListener("dblclick", (event) => {
    if (!onMap(event)) return;
    event.stopPropagation();
    finish();
  }, true);

  document.addEventListener("pointerdown", (event) => (drawing.pressed = [event.clientX, event.clientY]), true);

  document.addEventListener("pointermove", (event) => onMap(event) && drawing.points.length && preview(place(event)));

  document.addEventListener("keydown", (event) => {
    if (!drawing.mode) return;
    const typing = around(event, "#draw-lat, #draw-lng");
    if (event.key === "Escape") stop();
    if (event.key === "Enter" && typing) addTyped();
    if (event.key === "Enter" && !typing && !around(event, "button, input")) finish();
  }, true);
};
