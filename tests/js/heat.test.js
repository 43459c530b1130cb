"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { scope, base64 } = require("./page.js");

const WORDS = { between: "{low} to {high}", fewer: "fewer than {threshold}", cell_sum: "{count}, {when}, {cell}" };
const HEAT = {
  key: "k", colours: ["grey", "pale", "deep"], dates: "1 to 2 June", threshold: 15,
  classes: base64([0, 1, 2, 3], Uint8Array), low: base64([0, 1, 2000, 90], Uint32Array), high: base64([0, 14, 3000, 90], Uint32Array),
};
const map = { on: () => {}, getContainer: () => ({ isConnected: true }), dragging: { disable: () => {} } };
const cell = (i) => ({ properties: { i, key: "k", cell: `c${i}` } });

test("a cell looks alike and says the same on the map of one rule and on those of several", () => {
  globalThis.L = { svg: () => ({}) };
  scope.yieldToPage = () => {};
  scope.map.words = WORDS;
  scope.map.sight = { districts: "on", opacity: 80 };
  const source = scope.heat.unpack(HEAT);
  Object.assign(scope.map.painted, { key: "k", offset: 0, heat: HEAT, source, moment: null, covered: false });
  for (const i of [0, 1, 2, 3]) {
    assert.deepEqual(scope.compare.cellStyle(cell(i), { map, hideout: HEAT }), scope.map.cellStyle(cell(i)));
    assert.equal(scope.compare.cellWords(cell(i).properties, { heat: HEAT, source }, WORDS), scope.map.cellWords(cell(i).properties));
  }
  assert.deepEqual([1, 2, 3].map((i) => scope.map.cellStyle(cell(i)).fillColor), HEAT.colours);
  assert.deepEqual([1, 2].map((i) => scope.heat.count(HEAT, source, i, WORDS)), ["fewer than 15", "2,000 to 3,000"]);
});

test("what is withheld is fainter than what was counted, and nothing is drawn where nobody was", () => {
  const source = scope.heat.unpack(HEAT);
  const [none, faint, full] = [0, 1, 2].map((i) => scope.heat.style(HEAT, source, i, 0.8));
  assert.equal(none.fill, false);
  assert.ok(faint.fillOpacity < full.fillOpacity);
  assert.equal(full.fillOpacity, 0.8);
});
