/* The map as a picture: what is on it, its legend, its scale, north, and what it is. */

import { credit } from "../basemap/layer.mjs";
import { mapOfPage } from "../map/leaflet.mjs";
import { words } from "../page/dash.mjs";
import { colour } from "../page/theme.mjs";
import { blobOf, penOf } from "./canvas.mjs";
import { nameOf, save } from "./file.mjs";
import { linesOf } from "./lines.mjs";
import { aboutPage, textOf } from "./said.mjs";

const SCALE = 2;
const PAD = 12;
const LINE = 18;

/** @type {(pen: CanvasRenderingContext2D, weight?: number, size?: number) => void} */
const font = (pen, weight = 400, size = 12) => {
  pen.font = `${weight} ${size}px ${colour("--font")}`;
};

/** @type {(element: Element, frame: Element) => [number, number, number, number]} */
const within = (element, frame) => {
  const [inner, outer] = [element.getBoundingClientRect(), frame.getBoundingClientRect()];
  return [inner.left - outer.left, inner.top - outer.top, inner.width, inner.height];
};

/** @type {(pen: CanvasRenderingContext2D, frame: Element) => void} */
const drawLayers = (pen, frame) => {
  for (const layer of frame.querySelectorAll("canvas, .base-pictures img")) {
    pen.filter = layer instanceof HTMLImageElement ? getComputedStyle(layer).filter : "none";
    pen.drawImage(layer, ...within(layer, frame));
  }
  pen.filter = "none";
};

/** @type {(pen: CanvasRenderingContext2D, map: L.Map) => void} */
const drawSites = (pen, map) => {
  map.eachLayer((layer) => {
    if (!(layer instanceof window.L.CircleMarker) || layer instanceof window.L.Circle) return;
    const { x, y } = map.latLngToContainerPoint(layer.getLatLng());
    pen.beginPath();
    pen.arc(x, y, layer.getRadius(), 0, 2 * Math.PI);
    pen.fillStyle = colour("--text");
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = colour("--surface");
    pen.stroke();
  });
  for (const shown of map.getContainer().querySelectorAll(".place-name")) {
    if (getComputedStyle(shown).display === "none" || getComputedStyle(shown).opacity === "0") continue;
    const [x, y, , height] = within(shown, map.getContainer());
    font(pen, 600, 14);
    pen.lineWidth = 4;
    pen.strokeText(shown.textContent, x + 4, y + height / 2 + 5);
    pen.fillText(shown.textContent, x + 4, y + height / 2 + 5);
  }
};

/** @type {(pen: CanvasRenderingContext2D, x: number, y: number, width: number, height: number) => void} */
const panel = (pen, x, y, width, height) => {
  pen.fillStyle = colour("--surface");
  pen.fillRect(x, y, width, height);
  pen.lineWidth = 1;
  pen.strokeStyle = colour("--line");
  pen.strokeRect(x, y, width, height);
  pen.fillStyle = colour("--text");
};

/** @type {(pen: CanvasRenderingContext2D, line: string, width: number) => string[]} */
const wrapped = (pen, line, width) => {
  const letters = Math.floor(width / (pen.measureText("0123456789").width / 10));
  return linesOf(line, letters);
};

/** @type {(pen: CanvasRenderingContext2D, width: number, bottom: number) => void} */
const drawLegend = (pen, width, bottom) => {
  const said = document.querySelector("#legend .legend-title")?.textContent;
  if (!said) return;
  const classes = [...document.querySelectorAll("#legend li")];
  font(pen, 600);
  const title = wrapped(pen, said, width - 4 * PAD);
  const lines = [...title.map((line) => pen.measureText(line).width), ...classes.map((one) => pen.measureText(one.textContent).width + 22)];
  const height = lines.length * LINE + PAD;
  const [x, y] = [PAD, bottom - PAD - height];
  panel(pen, x, y, Math.max(...lines) + 2 * PAD, height);
  title.forEach((line, row) => pen.fillText(line, x + PAD, y + (row + 1) * LINE));
  font(pen);
  classes.forEach((one, row) => {
    const base = y + (title.length + row + 1) * LINE;
    pen.fillStyle = window.getComputedStyle(one.querySelector(".swatch")).backgroundColor;
    pen.fillRect(x + PAD, base - 11, 14, 13);
    pen.fillStyle = colour("--text");
    pen.fillText(one.textContent, x + PAD + 20, base);
  });
};

/** @type {(pen: CanvasRenderingContext2D, width: number, bottom: number) => void} */
const drawScale = (pen, width, bottom) => {
  const scale = document.querySelector(".leaflet-control-scale-line");
  const length = scale.getBoundingClientRect().width;
  const [x, y] = [width - PAD - length, bottom - PAD];
  panel(pen, x - 6, y - 22, length + 12, 28);
  font(pen);
  pen.fillText(scale.textContent, x, y - 6);
  pen.fillRect(x, y - 1, length, 2);
  const middle = width - PAD - 12;
  panel(pen, middle - 14, PAD, 28, 40);
  pen.beginPath();
  pen.moveTo(middle, PAD + 4);
  pen.lineTo(middle + 6, PAD + 18);
  pen.lineTo(middle - 6, PAD + 18);
  pen.fill();
  font(pen, 600);
  const { north } = words();
  pen.fillText(north, middle - pen.measureText(north).width / 2, PAD + 34);
};

/** The map as it stands, on a canvas.
   @type {() => HTMLCanvasElement} */
export const draw = () => {
  const map = mapOfPage();
  const frame = map.getContainer();
  const { width, height } = frame.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  const pen = penOf(canvas);
  font(pen);
  const said = [...aboutPage(), credit()].filter(Boolean).flatMap((line) => wrapped(pen, line, width - 2 * PAD));
  canvas.width = width * SCALE;
  canvas.height = (height + (said.length + 1) * LINE) * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = colour("--ground");
  pen.fillRect(0, 0, width, height);
  pen.save();
  pen.rect(0, 0, width, height);
  pen.clip();
  drawLayers(pen, frame);
  pen.restore();
  drawSites(pen, map);
  drawLegend(pen, width, height);
  drawScale(pen, width, height);
  pen.fillStyle = colour("--surface");
  pen.fillRect(0, height, width, canvas.height);
  pen.fillStyle = colour("--text");
  font(pen);
  said.forEach((line, row) => pen.fillText(line, PAD, height + (row + 1) * LINE));
  return canvas;
};

/** What is seen of the map: where it stands, what its legend and its clock say, how its layers look.
   @type {() => string} */
const seen = () => {
  const search = new URLSearchParams(window.location.search);
  const said = [textOf("legend"), textOf("clock"), ...["layer", "districts", "opacity", "basemap"].map((name) => search.get(name))];
  return [mapOfPage().getBounds().toBBoxString(), ...said].join();
};

export const downloadMap = async () => save(await blobOf(draw()), await nameOf("map.png", seen()));
