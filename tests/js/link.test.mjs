import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { RULE } from "./small.mjs";
import { callbacks, ofLook, queryOf } from "../../assets/rule/link.mjs";

const USUAL = { focus: "", hours: "0-24", layer: "heat", at: "", opacity: "80" };
const LOOK = { release: "r", focus: "", hours: [0, 24], layer: "heat", theme: "light" };
const of = (look, more = {}) => queryOf(RULE, { ...USUAL, ...ofLook(look), ...more }, USUAL);

test("the address holds the rule, and of all else only what is not as usual", () => {
  const rule = "release=r&site=market&radius_m=1000&min_dwell_min=15&start=2020-06-01&end=2020-06-02";
  assert.equal(of(LOOK), rule);
  const look = { ...LOOK, focus: "110106", hours: [3, 10], layer: "homes", theme: "dark" };
  assert.equal(of(look), `${rule}&focus=110106&hours=3-10&layer=homes`);
  assert.equal(of({ ...LOOK, hours: [0, 10] }, { opacity: "60" }), `${rule}&hours=0-10&opacity=60`);
});

test("the address quotes what a release or a place may be called", () => {
  const query = queryOf({ ...RULE, release: "a&b=ü x" }, USUAL, USUAL);
  assert.equal(new URLSearchParams(query).get("release"), "a&b=ü x");
  assert.ok(query.startsWith("release=a%26b%3D"), query);
});

test("an input that is empty counts as usual", () => {
  const release = { usual: { pool: "1", tests_a_day: "230000", true_radius_m: "250" } };
  const assumed = callbacks.assumed(3, null, 1.5, undefined, 7, 500, undefined, 30, release);
  assert.deepEqual([assumed.tests_each, assumed.pool, assumed.infected_of_1000, assumed.tests_a_day], ["3", "1", "1.5", "230000"]);
  assert.deepEqual([assumed.true_radius_m, assumed.true_stay_min], ["250", "30"]);
});
