"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { scope, base64 } = require("./page.js");
const { WORDS } = require("./small.js");

test("a number has commas between thousands and no fraction", () => {
  assert.equal(scope.number(0), "0");
  assert.equal(scope.number(999), "999");
  assert.equal(scope.number(1234567), "1,234,567");
  assert.equal(scope.number(1234.6), "1,235");
});

test("a share never rounds what is there to nothing, nor what is left to all", () => {
  const shares = [[0, 10, "0%"], [1, 1000, "under 1%"], [1, 3, "33%"], [2, 3, "67%"], [999, 1000, "over 99%"], [7, 7, "100%"]];
  for (const [part, total, words] of shares) assert.equal(scope.percent(part, total, WORDS), words);
});

test("a template takes its values by name, each time it asks, and nothing for what is missing", () => {
  assert.equal(scope.fill("{a} and {b}, {a}{c}.", { a: 1, b: "$& {a}" }), "1 and $& {a}, 1.");
  assert.equal(scope.fill("{zero}{none}", { zero: 0, none: null }), "0");
});

test("packed counts come back as they were", () => {
  const counts = [0, 1, 255, 256, 4294967295];
  assert.deepEqual([...scope.counts(base64(counts, Uint32Array))], counts);
  assert.deepEqual([...scope.bytes(base64([0, 1, 254, 255], Uint8Array))], [0, 1, 254, 255]);
});

test("a file of the page adds one name to the window", () => {
  const names = Object.keys(globalThis).filter((name) => name === "scope" || name === "dash_clientside");
  assert.deepEqual(names.sort(), ["dash_clientside", "scope"]);
  assert.equal(globalThis.dash_clientside.scope, scope.callbacks);
});
