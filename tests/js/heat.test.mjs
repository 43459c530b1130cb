import assert from "node:assert/strict";
import { test } from "node:test";
import { base64, hold } from "./page.mjs";
import * as compare from "../../assets/compare/maps.mjs";
import * as heat from "../../assets/map/heat.mjs";
import { cellStyle, cellWords, painted } from "../../assets/map/painted.mjs";

const WORDS = { between: "{low} to {high}", fewer: "fewer than {threshold}", under_number: "under {number}", cell_sum: "{count}, {when}" };
const HEAT = {
  key: "k", colours: ["grey", "pale", "deep"], dates: "1 to 2 June", threshold: 15, hours: 4,
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

test("an average hour is the sum shared out, low down and high up, in the unit of its legend", () => {
  /** @type {(low: number, high: number, hours: number) => string} */
  const said = (low, high, hours) => heat.average({ hours }, { classes: [2], low: [low], high: [high] }, 0, WORDS);
  assert.equal(said(7, 7, 1), "7");
  assert.equal(said(355, 355, 10), "36");
  assert.equal(said(25, 25, 10), "2.5");
  assert.equal(said(201, 399, 10), "20 to 40");
  assert.equal(said(1, 14, 336), "0 to 0.1");
  assert.equal(said(1, 1, 336), "under 0.1");
  for (const [low, high, hours] of [[1, 14, 3], [99, 101, 10], [5, 1234, 24], [2000, 2001, 7]]) {
    const [least, most] = said(low, high, hours).split(" to ").map((one) => Number(one.replace(",", "")));
    assert.ok(least * hours <= low && (most ?? least) * hours >= high, `${low} to ${high} in ${hours}`);
  }
});

test("what is withheld is fainter than what was counted, and nothing is drawn where nobody was", () => {
  const source = heat.unpack(HEAT);
  const [none, faint, full] = [0, 1, 2].map((i) => heat.style(HEAT, source, i, 0.8));
  assert.equal(none.fill, false);
  assert.ok(faint.fillOpacity < full.fillOpacity / 2);
  assert.ok(faint.fillOpacity > full.fillOpacity / 3, "too faint to be told from nobody");
  assert.equal(full.fillOpacity, 0.8);
});
