"use strict";

const assert = require("node:assert/strict");
const { test } = require("node:test");
const { scope } = require("./page.js");

const { saved } = scope;
const WORDS = {
  no_json: "no JSON", no_schema: "not {schema}", left_out: "{position} {name}: {wrong}", unknown_fields: "{position} {name}? {fields}",
  no_entry: "no rule", no_text: "no text {field}", no_rule: "no {field}",
};
const QUERY = "release=r&site=market&radius_m=1000&min_dwell_min=15&start=2020-06-01&end=2020-06-02";
const entry = (id, more = {}) => ({ id, name: `Rule ${id}`, query: QUERY, note: "", number: "355,400", ...more });
const file = (rules) => JSON.stringify({ schema: "screening-scope-rules/1", rules });

test("what was written is read again, whatever it is called", () => {
  const entries = [entry("a", { name: "<b>\"ü\" 市场" }), entry("b", { note: "two\nlines" })];
  assert.deepEqual(saved.read(saved.write(entries), WORDS), { entries, problems: [] });
});

test("a broken entry is named and the rest is kept", () => {
  const rules = [null, entry("a"), entry("b", { name: " " }), entry("c", { query: "site=market" }), entry("d", { note: 5 }), [], "x", entry("e")];
  const { entries, problems } = saved.read(file(rules), WORDS);
  assert.deepEqual(entries.map(({ id }) => id), ["a", "e"]);
  assert.deepEqual(problems, ["1 : no rule", "3  : no text name", "4 Rule c: no radius_m", "5 Rule d: no text note", "6 : no rule", "7 : no rule"]);
});

test("an entry with what is not known is kept without it, and that is said", () => {
  const { entries, problems } = saved.read(file([entry("a", { colour: "red" })]), WORDS);
  assert.deepEqual(entries, [entry("a")]);
  assert.deepEqual(problems, ["1 Rule a? colour"]);
});

test("another file opens nothing and says why", () => {
  assert.deepEqual(saved.read("{", WORDS).problems, ["no JSON"]);
  for (const text of ["null", "[]", "{}", '{"schema":"screening-scope-rules/2","rules":[]}', '{"schema":"screening-scope-rules/1","rules":{}}']) {
    assert.deepEqual(saved.read(text, WORDS), { entries: [], problems: ["not screening-scope-rules/1"] });
  }
});

test("two lists become one in which nothing is lost and nothing stands twice", () => {
  const kept = [entry("a"), entry("b")];
  const opened = [entry("b"), entry("a", { note: "changed elsewhere" }), { ...entry("x"), id: undefined }];
  let number = 0;
  const newId = () => `new-${(number += 1)}`;
  const joined = saved.join(kept, opened, newId);
  assert.deepEqual(joined.slice(0, 2), kept);
  assert.deepEqual(joined.slice(2).map(({ id, note }) => [id, note]), [["new-1", "changed elsewhere"], ["new-2", ""]]);
  assert.deepEqual(saved.join(joined, opened, newId), joined, "opened once more, it adds nothing");
});

test("no two rules that are saved here have one name", () => {
  assert.equal(saved.free("A", [entry("a")]), "A");
  assert.equal(saved.free("A", [entry("a", { name: "A" }), entry("b", { name: "A (2)" })]), "A (3)");
});
