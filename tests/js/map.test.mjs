import assert from "node:assert/strict";
import { test } from "node:test";
import { hold, noUpdate } from "./page.mjs";
import { boxOf } from "../../assets/map/box.mjs";
import { cellStyle, cellWords, painted } from "../../assets/map/painted.mjs";
import { callbacks } from "../../assets/map/view.mjs";

const BOUNDS = [[39.7, 116.2], [39.9, 116.5]];
const LOOK = { focus: "" };
const close = (a, b) => assert.ok(Math.abs(a - b) < 1e-4, `${a} is not ${b}`);

test("the first view is the bounds and a fifth more on every side", () => {
  const view = boxOf(BOUNDS, 12, null, LOOK);
  close(view.south, 39.66);
  close(view.north, 39.94);
  close(view.west, 116.14);
  close(view.east, 116.56);
  assert.deepEqual([view.zoom, view.focus], [12, ""]);
});

test("a map that moves within the margin keeps its view, one that leaves it gets another", () => {
  const before = boxOf(BOUNDS, 12, null, LOOK);
  const moved = ([dLat, dLng]) => BOUNDS.map(([lat, lng]) => [lat + dLat, lng + dLng]);
  for (const step of [[0, 0], [0.03, 0], [-0.03, 0], [0, 0.05], [0, -0.05]]) {
    assert.equal(boxOf(moved(step), 12, before, LOOK), null);
  }
  for (const step of [[0.05, 0], [-0.05, 0], [0, 0.07], [0, -0.07]]) {
    const view = boxOf(moved(step), 12, before, LOOK);
    assert.notEqual(view, null);
    assert.notEqual(view.key, before.key);
  }
});

test("another zoom or another focus is another view, and has another key for another focus", () => {
  const before = boxOf(BOUNDS, 12, null, LOOK);
  assert.equal(boxOf(BOUNDS, 12.5, before, LOOK).zoom, 12.5);
  const focused = boxOf(BOUNDS, 12, before, { focus: "110106" });
  assert.equal(focused.focus, "110106");
  assert.notEqual(focused.key, before.key);
});

test("a view of the whole world stays on it", () => {
  const view = boxOf([[-89, -179], [89, 179]], 1, null, LOOK);
  assert.deepEqual([view.south, view.west, view.north, view.east], [-89, -179, 89, 179]);
});

test("the view belongs to its release, and waits for map, rule and look", () => {
  const [release, rule] = [{ key: "demo", frames: {} }, { site: "market" }];
  assert.equal(callbacks.view(BOUNDS, 12, rule, LOOK, null, release)[0].release, "demo");
  for (const missing of [[null, 12, rule, LOOK], [BOUNDS, 12, null, LOOK], [BOUNDS, 12, rule, null]]) {
    assert.deepEqual(callbacks.view(...missing, null, release), [noUpdate, noUpdate]);
  }
});

test("seen from far, a map has no room for the names of places", () => {
  const { querySelector } = document;
  const far = [];
  document.querySelector = () => ({ classList: { toggle: (name, on) => far.push([name, on]) } });
  for (const zoom of [10, 12]) callbacks.view(BOUNDS, zoom, { site: "market" }, LOOK, null, { key: "demo", frames: {} });
  document.querySelector = querySelector;
  assert.deepEqual(far, [["far", true], ["far", false]]);
});

const paint = (changes) => {
  const heat = { colours: ["grey", "pale", "deep"], dates: "1 to 2 June", threshold: 15, hours: 2 };
  const source = { classes: [0, 1, 2, 3], low: [0, 1, 20, 90], high: [0, 14, 30, 90] };
  Object.assign(painted, { key: "k", offset: 0, heat, source, moment: null, covered: false, ...changes });
  hold("words", { data: { cell_sum: "{count} an hour {when}", cell_hour: "{count} {when}", between: "{low} to {high}", fewer: "under {threshold}" } });
};
const cell = (i, key = "k") => ({ properties: { i, key, cell: `c${i}` } });

test("a cell has the colour of its class, and none if it is empty, covered or of another view", () => {
  paint({});
  assert.deepEqual([1, 2, 3].map((i) => cellStyle(cell(i)).fillColor), ["grey", "pale", "deep"]);
  assert.equal(cellStyle(cell(0)).fill, false);
  assert.equal(cellStyle(cell(3, "other")).fill, false);
  paint({ covered: true });
  assert.equal(cellStyle(cell(3)).fill, false);
  paint({ source: null });
  assert.equal(cellStyle(cell(3)).fill, false);
});

test("the words of a cell are its count, its range, or that it is too small to tell", () => {
  paint({});
  const said = [1, 2, 3].map((i) => cellWords(cell(i).properties));
  assert.deepEqual(said, ["0.5 to 7 an hour 1 to 2 June", "10 to 15 an hour 1 to 2 June", "45 an hour 1 to 2 June"]);
  assert.equal(cellWords(cell(3, "other").properties), "");
  paint({ source: { classes: [1], low: [3], high: [42] } });
  assert.match(cellWords(cell(0).properties), /^1.5 to 21 /);
  paint({ moment: "1 June, 08:00", offset: 1 });
  assert.equal(cellWords(cell(2).properties), "90 1 June, 08:00");
});
