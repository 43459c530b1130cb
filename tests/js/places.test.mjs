import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { beside, crosses, drawn, isArea, isDrawn, isNear, parts, siteOf } from "../../assets/rule/place.mjs";

test("places are joined, each once, and what was drawn stands alone", () => {
  assert.equal(siteOf("a", []), "a");
  assert.equal(siteOf("a", null), "a");
  assert.equal(siteOf("a", ["b", "a", "c"]), "a~b~c");
  assert.equal(siteOf("@39.8,116.3", ["b"]), "@39.8,116.3");
});

test("what is drawn is written to a metre", () => {
  assert.equal(drawn([[39.8, 116.3]]), "@39.80000,116.30000");
  assert.equal(drawn([[1, -2], [3, 4], [5.000004, 6]]), "@1.00000,-2.00000~3.00000,4.00000~5.00000,6.00000");
});

test("a point is no area, and several places are not drawn", () => {
  assert.deepEqual(["a", "a~b", "@1,2", "@1,2~3,4~5,6"].map(isArea), [false, false, false, true]);
  assert.deepEqual(["a", "a~b", "@1,2", "@1,2~3,4~5,6"].map(isDrawn), [false, false, true, true]);
});

test("another first place keeps those beside it, and what was drawn has none", () => {
  assert.equal(beside("c", "a~b"), "c~b");
  assert.equal(beside("b", "a~b"), "b");
  assert.equal(beside("c", "@1,2"), "c");
});

test("an area has no radius, and what nobody counted is asked for", () => {
  const known = parts({ site: "a", kinds: [["counted"]] });
  assert.deepEqual([known.ask.hidden, known["radius-field"].hidden, known.charts.className], [true, false, "panel charts"]);
  const area = parts({ site: "@1,2~3,4~5,6", outline: true, ask: "words", kinds: [["unbounded"]] });
  assert.deepEqual([area.ask.hidden, area["radius-field"].hidden, area["more-field"].hidden], [false, true, true]);
  assert.equal(area.charts.className, "panel charts uncounted unknown");
});

test("an outline whose sides cross is told from one whose sides meet", () => {
  const [a, b, c, d] = [[0, 0], [0, 1], [1, 1], [1, 0]];
  assert.equal(crosses([a, b, c, d]), false);
  assert.equal(crosses([a, c, b, d]), true);
  for (const few of [[], [a], [a, b], [a, a, a], [a, b, a]]) assert.equal(crosses(few), false);
});

test("a place can be drawn in the area of the release or near it", () => {
  const release = { area: [[39, 115], [41, 117]], near: 1 };
  assert.equal(isNear([38.5, 117.5], release), true);
  for (const far of [[37, 116], [43, 116], [40, 113], [40, 119]]) assert.equal(isNear(far, release), false);
  assert.equal(isNear([0, 0], { area: null }), true);
});
