import assert from "node:assert/strict";
import { test } from "node:test";
import { last, noUpdate, set } from "./page.mjs";
import { ANSWER, RULE, WORDS } from "./small.mjs";
import { callbacks, headline, show } from "../../assets/answer/headline.mjs";
import { interval, sentence, staySentence } from "../../assets/answer/sentence.mjs";
import { lookUp, segments } from "../../assets/answer/table.mjs";
import { meet } from "../../assets/map/leaflet.mjs";
import { number } from "../../assets/page/words.mjs";

const entryOf = (rule, answer = ANSWER) => lookUp({ ...RULE, ...rule }, answer, WORDS);

test("a rule is looked up by its radius and its stay", () => {
  const entry = entryOf({});
  assert.deepEqual([entry.r, entry.s, entry.kind, entry.withheld], [1, 1, "counted", 2]);
  assert.deepEqual(entry.shown, { low: 6090, mid: 6100, high: 6110 });
  assert.deepEqual(entry.devices, { low: 1099, mid: 1100, high: 1101 });
  assert.deepEqual(entry.bands, [900, 800, 300]);
  assert.deepEqual([entry.unit, entry.scaled], ["people", true]);
  assert.equal(entryOf({ radius_m: 500, min_dwell_min: 60 }).shown.mid, 5010);
});

test("the table of another place or of other dates answers nothing", () => {
  for (const change of [{ site: "other" }, { start: "2020-06-02" }, { end: "2020-06-03" }]) assert.equal(entryOf(change), null);
  assert.equal(lookUp(RULE, null, WORDS), null);
  assert.equal(lookUp(null, ANSWER, WORDS), null);
});

test("while there is no answer the number stays, faded", () => {
  assert.deepEqual(headline({ ...RULE, site: "other" }, ANSWER, WORDS), {
    headline: { className: "headline pending" },
  });
});

test("devices stand in where people are not known", () => {
  const entry = entryOf({}, { ...ANSWER, people: null });
  assert.deepEqual([entry.unit, entry.scaled, entry.shown.mid], ["devices", false, 1100]);
});

test("the sentence says the number, the radius, the place, the stay and the dates", () => {
  assert.equal(
    sentence(entryOf({}), ANSWER, WORDS),
    "6,100 people (6,090 to 6,110) within 1,000 m of the market for 15 minutes or more, on 1 to 2 June.",
  );
  assert.equal(
    sentence(entryOf({}, { ...ANSWER, kinds: [[], ["", "zero", ""]] }), ANSWER, WORDS),
    "Nobody within 1,000 m of the market for 15 minutes or more, on 1 to 2 June.",
  );
});

test("what may be nobody has an interval, and no bar of stays", () => {
  const few = { ...ANSWER, kinds: [[], ["", "perhaps-nobody", ""]] };
  assert.equal(interval(entryOf({}, few), WORDS), interval(entryOf({}), WORDS));
  assert.notEqual(interval(entryOf({}, few), WORDS), "");
  assert.deepEqual(segments(entryOf({}, few), WORDS), []);
  assert.equal(staySentence(entryOf({}, few), WORDS), "");
});

test("a bracket has no middle in its sentence", () => {
  const without = { ...ANSWER, kinds: [[], ["", "bracket", ""]], people: null, method: "bracket" };
  without.devices = { ...ANSWER.devices, mid: [[null, null, null], [null, null, null]] };
  assert.equal(
    sentence(entryOf({}, without), without, WORDS),
    "1,099 to 1,101 devices within 1,000 m of the market for 15 minutes or more, on 1 to 2 June.",
  );
});

test("the stay bar is whole, and hollow where the rule leaves people out", () => {
  for (const [stay, hollow] of [[0, 0], [15, 1], [60, 2]]) {
    const bar = segments(entryOf({ min_dwell_min: stay }), WORDS);
    assert.deepEqual(bar.map(({ width }) => width), [45, 40, 15]);
    assert.deepEqual(bar.map(({ out }) => out), [0, 1, 2].map((band) => band < hollow));
  }
});

test("stays that were withheld share what is left of the bar, and no share is said of them", () => {
  const withheld = { ...ANSWER, bands: [[], [900, null, null]] };
  const bar = segments(entryOf({ min_dwell_min: 0 }, withheld), WORDS);
  assert.deepEqual(bar.map(({ width }) => width), [45, 27.5, 27.5]);
  assert.deepEqual(bar.map(({ share }) => share), ["45%", "withheld", "withheld"]);
  assert.equal(staySentence(entryOf({ min_dwell_min: 0 }, withheld), WORDS), "45% were there under 15 min.");
});

test("a bar of nobody has no segments", () => {
  const none = [[0, 0, 0], [0, 0, 0]];
  const empty = { ...ANSWER, bands: none, devices: { low: none, mid: none, high: none } };
  assert.deepEqual(segments(entryOf({}, empty), WORDS), []);
  assert.equal(staySentence(entryOf({}, empty), WORDS), "");
});

test("the stay sentence says whom the rule leaves out, or how many just passed", () => {
  assert.equal(staySentence(entryOf({}), WORDS), "45% stayed under 15 minutes.");
  assert.equal(staySentence(entryOf({ min_dwell_min: 60 }), WORDS), "85% stayed under 1 hour.");
  assert.equal(staySentence(entryOf({ min_dwell_min: 0 }), WORDS), "45% were there under 15 min.");
});

test("the headline is the number, its interval, its devices and a ring at each point", () => {
    const parts = headline(RULE, ANSWER, WORDS);
  const text = (id) => parts[id].text;
  assert.equal(parts.headline.className, "headline kind-counted");
  assert.deepEqual([text("unit"), text("method"), parts.method.className], ["People flagged", "Counted", "badge badge-counted"]);
  assert.deepEqual([text("number"), text("interval")], ["6,100", "6,090 to 6,110"]);
  assert.equal(text("sentence"), sentence(entryOf({}), ANSWER, WORDS));
  assert.deepEqual([text("rule-place"), text("rule-line")], ["the market", "within 1,000 m for 15 minutes or more, on 1 to 2 June"]);
  assert.equal(text("devices-line"), "1,100 devices (1,099 to 1,101) · 2 withheld");
  const bar = parts["stay-bar"].parts;
  assert.deepEqual(bar.map(({ attributes }) => attributes.className), ["stay-segment out", "stay-segment", "stay-segment"]);
  });

test("a new table draws a ring at each point; a radius moves number and rings, and Dash is told of neither", () => {
    const radii = [];
  const ring = Object.assign(new L.Circle(), { setRadius: (radius) => radii.push(radius) });
  meet({ _map: { eachLayer: (tell) => [ring, {}].forEach((layer) => tell(layer)) } });
  const release = { frames: {} };
  const rings = callbacks.answer(ANSWER, {}, RULE, WORDS, release);
  assert.deepEqual(rings.map(({ props }) => [props.center, props.radius]), ANSWER.points.map((point) => [point, 1000]));
  assert.equal(callbacks.answer(ANSWER, {}, { ...RULE, site: "other" }, WORDS, release), noUpdate);
  set.length = 0;
  show({ ...RULE, radius_m: 500 }, undefined, WORDS);
  assert.deepEqual(radii, [1000, 1000, 500]);
  assert.equal(last("number").textContent, number(entryOf({ radius_m: 500 }).shown.mid));
  });

test("the outline sits on the field of the rule and leaves the figure as it was", () => {
    const figure = { data: [{ z: 1 }], layout: { height: 10 } };
  const outlined = callbacks.outlineRule(figure, RULE, WORDS);
  const [{ x0, x1, y0, y1 }] = outlined.layout.shapes;
  assert.deepEqual([x0, x1, y0, y1], [0.5, 1.5, 0.5, 1.5]);
  assert.equal(outlined.layout.height, 10);
  assert.deepEqual(figure, { data: [{ z: 1 }], layout: { height: 10 } });
  assert.equal(callbacks.outlineRule(null, RULE, WORDS), noUpdate);
  });
