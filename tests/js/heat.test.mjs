import assert from "node:assert/strict";
import { test } from "node:test";
import { base64, hold } from "./page.mjs";
import * as compare from "../../assets/compare/maps.mjs";
import * as heat from "../../assets/map/heat.mjs";
import { cellStyle, cellWords, painted } from "../../assets/map/painted.mjs";

const WORDS = { between: "{low} to {high}", fewer: "fewer than {threshold}", cell_sum: "{count}, {when}, {cell}" };
const HEAT = {
  key: "k", colours: ["grey", "pale", "deep"], dates: "1 to 2 June", threshold: 15,
  classes: base64([0, 1, 2, 3], Uint8Array), low: base64([0, 1, 2000, 90], Uint32Array), high: base64([0, 14, 3000, 90], Uint32Array),
};
const map = { on: () => {}, getContainer: () => ({ isConnected: true }), dragging: { disable: () => {} } };
const cell = (i) => ({ properties: { i, key: "k", cell: `c${i}` } });

test("a cell looks alike and says the same on the map of one rule and on those of several", () => {
  hold("words", { data: WORDS });
  const source = heat.unpack(HEAT);
  Object.assign(painted, { key: "k", offset: 0, heat: HEAT, source, moment: null, covered: false });
  for (const i of [0, 1, 2, 3]) {
    assert.deepEqual(compare.cellStyle(cell(i), { map, hideout: HEAT }), cellStyle(cell(i)));
    assert.equal(compare.cellWords(cell(i).properties, { heat: HEAT, source }, WORDS), cellWords(cell(i).properties));
  }
  assert.deepEqual([1, 2, 3].map((i) => cellStyle(cell(i)).fillColor), HEAT.colours);
  assert.deepEqual([1, 2].map((i) => heat.count(HEAT, source, i, WORDS)), ["fewer than 15", "2,000 to 3,000"]);
});

test("what is withheld is fainter than what was counted, and nothing is drawn where nobody was", () => {
  const source = heat.unpack(HEAT);
  const [none, faint, full] = [0, 1, 2].map((i) => heat.style(HEAT, source, i, 0.8));
  assert.equal(none.fill, false);
  assert.ok(faint.fillOpacity < full.fillOpacity / 2);
  assert.ok(faint.fillOpacity > full.fillOpacity / 3, "too faint to be told from nobody");
  assert.equal(full.fillOpacity, 0.8);
});
