/* What is expected of a rule: looked up, and gone while it is of another place. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { noUpdate } from "./page.mjs";
import { RULE, WORDS } from "./small.mjs";
import { callbacks, lookUp, offered } from "../../assets/answer/expected.mjs";

const grid = (name) => [0, 1].map((r) => [0, 1, 2].map((s) => `${name} ${r} ${s}`));
const EXPECTED = {
  site: RULE.site,
  start: RULE.start,
  end: RULE.end,
  sentences: grid("sentence"),
  warnings: grid("warning"),
  better: grid("better"),
};

test("each rule has its sentence, warning and better rule", () => {
  assert.deepEqual(lookUp(RULE, EXPECTED, WORDS), {
    "expected-line": "sentence 1 1",
    "expected-warning": "warning 1 1",
    "better-rule": "better 1 1",
  });
});

test("nothing is said while the sentences are of another place", () => {
  const said = lookUp({ ...RULE, site: "elsewhere" }, EXPECTED, WORDS);
  assert.deepEqual(Object.values(said), ["", "", ""]);
});

test("a point of the frontier sets its radius and stay", () => {
  const words = { ...WORDS, stay_labels: ["any", "15 min", "1 h"] };
  assert.deepEqual(callbacks.takePoint({ points: [{ customdata: ["1,000 m", "15 min"] }] }, words), [1, 1]);
  assert.deepEqual(callbacks.takePoint(null, words), [noUpdate, noUpdate]);
});

test("the curves shown are those of the stay, and the present rule is ringed", () => {
  const curves = callbacks.certaintyOf({ data: [{ meta: 0 }, { meta: 1 }], layout: {} }, RULE, WORDS);
  assert.deepEqual(curves.data.map(({ visible }) => visible), [false, true]);
  assert.equal(curves.layout.shapes[0].x0, 1000);
  const points = { x: [1, 2, 3, 4, 5, 6], y: [0, 1, 2, 3, 4, 5], customdata: [0, 1, 2, 3, 4, 5] };
  const { data } = callbacks.frontierOf({ data: [points, {}], layout: {} }, RULE, WORDS);
  assert.deepEqual(data[2].x, [5]);
});

test("the better rule is on both buttons, and on none where there is none", () => {
  const offer = { r: 0, s: 1 };
  const offers = [[null, null, null], [offer, offer, null]];
  const shown = offered(RULE, { ...EXPECTED, offers }, { ...WORDS, apply: "Apply" });
  assert.deepEqual(Object.values(shown).map(({ hidden }) => hidden), [false, false]);
  assert.equal(shown["better-offer"].parts[0], EXPECTED.better[1][1]);
  for (const rule of [{ ...RULE, radius_m: 500 }, { ...RULE, site: "elsewhere" }]) {
    assert.deepEqual(Object.values(offered(rule, { ...EXPECTED, offers }, WORDS)), [{ hidden: true }, { hidden: true }]);
  }
});
