import assert from "node:assert/strict";
import { test } from "node:test";
import { hold, noUpdate, set, triggeredBy } from "./page.mjs";
import { RULE, WORDS } from "./small.mjs";
import { changes } from "../../assets/page/dash.mjs";
import { position } from "../../assets/rule/fields.mjs";
import { callbacks } from "../../assets/rule/rule.mjs";

test("a slider that is dragged speaks by its drag, one that was set by its value", () => {
  assert.equal(position("radius.drag_value", 4, 2), 4);
  assert.equal(position("radius.drag_value", 0, 2), 0);
  assert.equal(position("radius.drag_value,radius.value", 4, 2), 4);
  assert.equal(position("radius.value", 4, 2), 2);
  assert.equal(position("", 4, 2), 2);
  assert.equal(position("radius.drag_value", undefined, 2), 2);
});

/* The rule of a place, radius, stay and dates as the controls give them. */
const WORDED = { ...WORDS, labels: {}, stay_words: ["any", "15 min", "1 h"] };
const ruled = (change, before) => {
  const rule = { ...RULE, ...change };
  const [r, s] = [WORDS.radii_m.indexOf(rule.radius_m), WORDS.min_dwell_min.indexOf(rule.min_dwell_min)];
  triggeredBy("site.value");
  return callbacks.rule(rule.site, r, r, s, s, rule.start, rule.end, [], WORDED, { key: rule.release }, before);
};
const rested = () => new Promise((resolve) => setTimeout(resolve, 150));

test("the controls become the rule, with its stops in words", () => {
  triggeredBy("stay.drag_value");
  set.length = 0;
  const [rule] = callbacks.rule("market", 0, 1, 2, 0, "2020-06-01T00:00:00", "2020-06-02", [], WORDED, { key: "r" });
  assert.deepEqual(rule, { ...RULE, min_dwell_min: 60 });
  assert.deepEqual(Object.fromEntries(set), { "radius-words": { textContent: "1,000 m" }, "stay-words": { textContent: "1 h" } });
  const [cleared] = callbacks.rule("market", 0, 1, 2, 0, null, "2020-06-02", [], WORDED, { key: "r" }, RULE);
  assert.equal(cleared.start, RULE.start, "a date that was cleared stays as it was");
});

test("a window is new with another place or other dates, not with another radius or stay", () => {
  assert.equal(ruled({}, null)[1].site, "market");
  assert.equal(ruled({ radius_m: 500, min_dwell_min: 0 }, RULE)[1], noUpdate);
  for (const change of [{ site: "other" }, { start: "2020-06-02" }, { end: "2020-06-01" }, { release: "s" }]) {
    assert.deepEqual({ ...ruled(change, RULE)[1] }, { ...RULE, ...change });
  }
});

test("the charts wait until the radius rests, and follow a new place at once", async () => {
  ruled({ radius_m: 250 }, null);
  set.length = 0;
  for (const radius_m of [500, 1000, 500]) assert.equal(ruled({ radius_m }, RULE)[2], noUpdate);
  await rested();
  assert.deepEqual(set.filter(([id]) => id === "settled-rule"), [["settled-rule", { data: { ...RULE, radius_m: 500 } }]]);
  const elsewhere = { ...RULE, site: "other" };
  assert.deepEqual(ruled(elsewhere, RULE)[2], elsewhere);
});

test("the same rule again asks for no chart", async () => {
  ruled({ site: "other" }, null);
  ruled({}, null);
  set.length = 0;
  assert.equal(ruled({}, RULE)[2], noUpdate);
  ruled({ radius_m: 500 }, RULE);
  ruled({}, RULE);
  await rested();
  assert.deepEqual(set.filter(([id]) => id === "settled-rule"), []);
});

test("a field of the matrix gives the positions of radius and stay", () => {
  const words = { radius_words: ["250 m", "500 m"], stay_labels: ["any", "5 min", "15 min"] };
  const field = (x, y) => callbacks.takeMatrixField({ points: [{ x, y }] }, words);
  assert.deepEqual(field("15 min", "250 m"), [0, 2]);
  assert.deepEqual(field("any", "500 m"), [1, 0]);
  assert.deepEqual(callbacks.takeMatrixField(null), [noUpdate, noUpdate]);
});

test("the server looks for what is typed, once, and for what is clicked where not every place is listed", () => {
  const release = { key: "r", all_listed: false };
  const rule = { ...RULE, site: "market~other" };
  hold("site", { value: "market" });
  hold("more-places", { value: ["other"] });
  const sought = (text, site, taken) => [noUpdate, { release: "r", text, site, taken }];
  triggeredBy("site.search_value");
  assert.deepEqual(callbacks.takeSite(null, "xin", "fa", rule, release), sought("xin", "market~other", ""));
  triggeredBy("more-places.search_value");
  assert.deepEqual(callbacks.takeSite(null, "xin", "fa", rule, release), sought("fa", "market~other", ""));
  assert.deepEqual(callbacks.takeSite(null, "xin", "fa", rule, release), [noUpdate, noUpdate]);
  assert.deepEqual(callbacks.takeSite(null, "xin", "", rule, { ...release, all_listed: true }), sought("", "market~other", ""));
  triggeredBy("sites.clickData");
  const click = { properties: { site: "far" } };
  assert.deepEqual(callbacks.takeSite(click, "xin", "", rule, release), sought("", "far~other", "far"));
});

test("a click beside a place or a district changes nothing", () => {
  triggeredBy("sites.clickData");
  const all = { key: "r", all_listed: true };
  assert.deepEqual(callbacks.takeSite({ properties: { site: "xingong" } }, "", "", RULE, all), ["xingong", noUpdate]);
  assert.deepEqual(callbacks.takeSite({}, "", "", RULE, all), [noUpdate, noUpdate]);
  assert.deepEqual(callbacks.takeSite({}, "", "", RULE, { ...all, all_listed: false }), [noUpdate, noUpdate]);
  assert.equal(callbacks.takeDistrict({ properties: { code: "110106" } }), "110106");
  assert.equal(callbacks.takeDistrict(null), noUpdate);
});

test("what takes longer is asked for when the count of the rule and its heat are here, and once", () => {
  const answer = { site: RULE.site, start: RULE.start, end: RULE.end };
  const view = { key: "v" };
  const release = { heat: true };
  const [first, second] = [{ key: "v" }, { key: "v" }];
  const later = (rule, table, heat, before) => callbacks.later(rule, table, heat, view, release, before)[0];
  assert.equal(later(RULE, null, null, null), noUpdate);
  assert.equal(later(RULE, answer, null, null), noUpdate);
  assert.equal(later(RULE, answer, first, null), RULE);
  const moved = { ...RULE, end: "2020-06-01" };
  assert.equal(later(moved, answer, first, RULE), noUpdate, "the table is of the dates before");
  assert.equal(later(moved, { ...answer, end: moved.end }, first, RULE), noUpdate, "so is the heat");
  assert.equal(later(moved, { ...answer, end: moved.end }, { key: "elsewhere" }, RULE), noUpdate, "of the view before");
  assert.equal(later(moved, { ...answer, end: moved.end }, second, RULE), moved);
  assert.equal(later(moved, { ...answer, end: moved.end }, { key: "v" }, moved), noUpdate, "the map has moved, no more");
  assert.equal(callbacks.later(RULE, answer, null, null, { heat: false }, moved)[0], RULE, "a release without presence");
});

test("a change is seen once, whichever value it is of", () => {
  const changed = changes();
  const figure = {};
  assert.deepEqual([changed(figure, 1), changed(figure, 1), changed(figure, 2), changed({}, 2)], [true, false, true, true]);
});
