import assert from "node:assert/strict";
import { test } from "node:test";
import { noUpdate } from "./page.mjs";
import * as columns from "../../assets/compare/columns.mjs";
import * as maps from "../../assets/compare/maps.mjs";
import { queryOf } from "../../assets/compare/rules.mjs";

const RULE = { site: "market", radius_m: 500, min_dwell_min: 15, start: "2020-06-01", end: "2020-06-02" };
const WORDS = { between: "{low} to {high}", fewer: "fewer than {threshold}", cell_sum: "{count}, {when}" };

test("the controls of the columns become the rules, and only those whose heat is another are told again", () => {
  const before = { rules: [RULE, { ...RULE, radius_m: 1000 }] };
  const heated = [RULE, { ...RULE, min_dwell_min: 0 }];
  const controls = [["market", "market"], [500, 250], [15, 15], ["2020-06-01T00:00:00", null], ["2020-06-02", "2020-06-02"]];
  const [compared, moved] = columns.callbacks.compared(...controls, before, heated, { key: "r" });
  assert.deepEqual(compared, { release: "r", rules: [RULE, { ...RULE, radius_m: 250 }] });
  assert.deepEqual(moved, [noUpdate, { ...RULE, radius_m: 250 }]);
});

test("the address holds every rule as the query of its own, and where the maps are once they were moved", () => {
  const query = new URLSearchParams(queryOf("r", [RULE, { ...RULE, site: "a~b" }], "", {}));
  assert.deepEqual([...query.keys()], ["release", "a", "b"]);
  assert.equal(new URLSearchParams(query.get("b")).get("site"), "a~b");
  assert.equal(new URLSearchParams(queryOf("r", [RULE], "39.8,116.3,12", { lang: "en" })).get("at"), "39.8,116.3,12");
});

test("a map is led by the one that moves", () => {
  const put = [];
  const map = { getCenter: () => "there", getZoom: () => 12 };
  maps.lead(map, [{ setView: (...where) => put.push(where) }]);
  assert.deepEqual(put, [["there", 12, { animate: false }]]);
});

test("a cell says its count over the dates of its rule, and what was withheld", () => {
  const heat = { key: "k", dates: "1 to 2 June", threshold: 15, hours: 2 };
  const source = { classes: [2, 1], low: [20, 1], high: [30, 14] };
  const words = (i, key = "k") => maps.cellWords({ i, key, cell: "c" }, { heat, source }, WORDS);
  assert.equal(words(0), "10 to 15, 1 to 2 June");
  assert.equal(words(1), "0.5 to 7, 1 to 2 June");
  assert.equal(words(0, "another view"), "");
});

test("the maps go to the places of the rules when one is another than before, and stay for another radius", () => {
  const frame = (...sites) => ({ sites, box: [[0, 0], [1, 1]] });
  assert.deepEqual(maps.frame(frame("a", "a"), ["m", "n"]), [noUpdate, noUpdate]);
  assert.deepEqual(maps.frame(frame("a", "a"), ["m", "n"]), [noUpdate, noUpdate]);
  const [first] = maps.frame(frame("a", "b"), ["m", "n"]);
  assert.deepEqual(first.bounds, [[0, 0], [1, 1]]);
});

test("an answer is told where it is new, and to columns that have just come", () => {
  const answer = (...days) => ({
    answers: days.map(() => []), tables: [], said: "", full: false, days: days.map((day) => ({ day })),
    rings: days.map(() => []), frame: { sites: [], box: [] },
  });
  const days = (...all) => columns.callbacks.comparedAnswer(answer(...all), ["m", "n"])[0];
  assert.deepEqual(days(1, 2), [{ day: 1 }, { day: 2 }]);
  assert.deepEqual(days(1, 3), [noUpdate, { day: 3 }]);
  const controls = [["a", "b"], [1, 1], [0, 0], [null, null], [null, null]];
  columns.callbacks.compared(...controls, null, [null, null], { key: "r" });
  assert.deepEqual(days(1, 3), [{ day: 1 }, { day: 3 }]);
  // Of other columns than are there, nothing: their own answer is on its way.
  assert.deepEqual(days(1), [noUpdate, noUpdate]);
});

test("the keyboard goes on where a button was that is gone or cannot be pressed", () => {
  const focused = [];
  const buttons = Object.fromEntries(
    ["add-rule", '{"column":3,"part":"site"}'].map((id) => [id, { disabled: false, focus: () => focused.push(id) }]),
  );
  const page = { body: "body", activeElement: "body", getElementById: (id) => buttons[id] };
  columns.refocus(3, page);
  focused.length = 0;
  columns.refocus(2, page);
  columns.refocus(2, page);
  assert.deepEqual(focused, ["add-rule"]);
  buttons["add-rule"].disabled = true;
  columns.refocus(4, { ...page, activeElement: buttons["add-rule"] });
  assert.equal(focused[1], '{"column":3,"part":"site"}');
  columns.refocus(3, { ...page, activeElement: "elsewhere" });
  assert.equal(focused.length, 2);
});
