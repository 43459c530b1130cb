import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { STEPS, inside, nearest, neighbour } from "../../assets/map/steps.mjs";

/* Hexagons of a grid that is turned by some degrees, their middles in pixels. */
const grid = (degrees) => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const points = [];
  for (let row = -4; row <= 4; row += 1) {
    for (let column = -4; column <= 4; column += 1) {
      const [x, y] = [20 * (column + row / 2), 20 * row * Math.sqrt(0.75)];
      points.push([x * cos - y * sin, x * sin + y * cos]);
    }
  }
  return points;
};
const PAIRS = [[[0, -1], [0, 1]], [[-1, 0], [1, 0]]];

test("a step goes to a neighbour on that side, and the opposite step comes back", () => {
  for (const degrees of [0, 7, 19, 33, 50]) {
    const points = grid(degrees);
    const from = points.findIndex(([x, y]) => Math.hypot(x, y) < 1e-9);
    for (const [there, back] of PAIRS) {
      const at = neighbour(points[from], points, there);
      const [x, y] = points[at];
      assert.ok(Math.abs(Math.hypot(x, y) - 20) < 1e-6, "a neighbour");
      const along = ([u, v]) => u * there[0] + v * there[1];
      const most = Math.max(...points.filter((point) => Math.hypot(...point) < 21).map(along));
      assert.ok(along([x, y]) > most - 0.5, "the one that lies most on that side");
      assert.equal(neighbour(points[at], points, back), from);
    }
  }
});

test("there is no step out of the cells, nor over a gap", () => {
  assert.equal(neighbour([0, 0], [[0, 0], [20, 0]], [-1, 0]), -1);
  assert.equal(neighbour([0, 0], [[0, 0], [20, 0], [-60, 0]], [-1, 0]), -1);
});

test("the nearest of no cells is none", () => {
  assert.equal(nearest([0, 0], []), -1);
  assert.equal(nearest([0, 0], [[9, 9], [1, 1], [2, 2]]), 1);
  assert.equal(nearest([0, 0], [[1, 1], [9, 9], [2, 2]]), 0);
});

test("a point is inside an outline, not in its hole nor outside", () => {
  const square = (size) => [[-size, -size], [size, -size], [size, size], [-size, size], [-size, -size]];
  const rings = [square(10), square(2)];
  assert.deepEqual([[5, 0], [0, 0], [11, 0], [0, -9]].map((point) => inside(point, rings)), [true, false, false, true]);
});

test("what lies inside an outline does so wherever both are moved", () => {
  const outline = [[0, 0], [40, 5], [55, 50], [10, 30], [0, 0]];
  const points = [[20, 10], [50, 44], [5, 25], [30, 45], [-1, 1], [56, 20]];
  const within = (x, y) => points.map(([u, v]) => inside([u + x, v + y], [outline.map(([a, b]) => [a + x, b + y])]));
  assert.deepEqual(within(0, 0), [true, true, false, false, false, false]);
  for (const [x, y] of [[116, 39], [-200, 30], [3, -500]]) assert.deepEqual(within(x, y), within(0, 0));
});

test("an arrow leads up, down, left or right on the screen, as far as it can", () => {
  const points = grid(0);
  const from = points.findIndex(([x, y]) => Math.hypot(x, y) < 1e-9);
  const led = Object.fromEntries(Object.entries(STEPS).map(([key, direction]) => [key, points[neighbour(points[from], points, direction)]]));
  assert.ok(led.ArrowUp[1] < -15 && led.ArrowDown[1] > 15, "up is less of y");
  assert.ok(led.ArrowLeft[0] < -15 && led.ArrowRight[0] > 15, "left is less of x");
  assert.equal(Object.keys(led).length, 4);
});
