import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import * as saved from "../../assets/saved/entries.mjs";

const WORDS = {
  no_json: "no JSON", no_schema: "not {schema}", left_out: "{position} {name}: {wrong}", unknown_fields: "{position} {name}? {fields}",
  no_entry: "no entry", no_text: "no text {field}", no_page: "no page", no_rule: "no {field}",
};
const RULE = "site=market&radius_m=1000&min_dwell_min=15&start=2020-06-01&end=2020-06-02";
const ADDRESS = `/?release=r&${RULE}`;
const compared = (...rules) => `/compare?${new URLSearchParams(rules.map((rule, position) => ["abcd"[position], rule]))}`;
const entry = (id, more = {}) => ({ id, name: `Rule ${id}`, address: ADDRESS, note: "", number: "355,400", ...more });
const file = (entries) => JSON.stringify({ schema: "screening-scope-saved/1", saved: entries });
const problemsOf = (address) => saved.read(file([entry("a", { address })]), WORDS).problems;

test("what was written is read again, whatever it is called, rules and comparisons alike", () => {
  const entries = [entry("a", { name: "<b>\"ü\" 市场" }), entry("b", { note: "two\nlines", address: compared(RULE, RULE, RULE) })];
  assert.deepEqual(saved.read(saved.write(entries), WORDS), { entries, problems: [] });
  assert.deepEqual(entries.map(({ address }) => saved.kindOf(address)), ["rule", "comparison"]);
});

test("a file of rules alone, as it was written before, is read", () => {
  const { address, ...old } = entry("a");
  const rules = [{ ...old, query: ADDRESS.slice(2) }, null, { name: "B", query: "site=market" }];
  const { entries, problems } = saved.read(JSON.stringify({ schema: "screening-scope-rules/1", rules }), WORDS);
  assert.deepEqual(entries, [entry("a")]);
  assert.deepEqual(problems, ["2 : no entry", "3 B: no radius_m"]);
  assert.equal(address, entries[0].address);
});

test("an address is one of our own pages, and whole", () => {
  for (const address of [ADDRESS, compared(RULE, RULE), compared(RULE, RULE, RULE, RULE)]) assert.deepEqual(problemsOf(address), []);
  const strange = [
    "javascript:alert(1)", "//evil.example", "https://evil.example/", "/\\evil.example/", "/../compare", "compare", "", "/data", "/constructor",
    "\t//evil.example/", "/%2Fevil.example", "/#", "/compare/",
  ];
  for (const path of strange) assert.deepEqual(problemsOf(`${path}?${RULE}`), [`1 Rule a: no page`], path);
  assert.deepEqual(problemsOf(compared(RULE)), ["1 Rule a: no b"]);
  assert.deepEqual(problemsOf(compared(RULE, RULE, "site=x")), ["1 Rule a: no c.radius_m"]);
  assert.deepEqual(problemsOf(`/compare?${RULE}`), ["1 Rule a: no a"]);
});

test("whatever stands in the query of an address stays in the query", () => {
  const link = (more) => new URL(saved.link(`${ADDRESS}${more}`), "http://here.example/elsewhere");
  for (const more of ["#//evil.example", "&note=\"><script>", "?//evil.example/?a=b", "\n//evil.example"]) {
    assert.deepEqual([link(more).origin, link(more).pathname, link(more).hash], ["http://here.example", "/", ""]);
    assert.equal(link(more).searchParams.get("site"), "market");
  }
});

test("a broken entry is named and the rest is kept", () => {
  const entries = [null, entry("a"), entry("b", { name: " " }), entry("c", { address: "/?site=market" }), entry("d", { note: 5 }), [], "x", entry("e")];
  const read = saved.read(file(entries), WORDS);
  assert.deepEqual(read.entries.map(({ id }) => id), ["a", "e"]);
  assert.deepEqual(read.problems, ["1 : no entry", "3  : no text name", "4 Rule c: no radius_m", "5 Rule d: no text note", "6 : no entry", "7 : no entry"]);
});

test("an entry with what is not known is kept without it, and that is said", () => {
  const { entries, problems } = saved.read(file([entry("a", { colour: "red" })]), WORDS);
  assert.deepEqual(entries, [entry("a")]);
  assert.deepEqual(problems, ["1 Rule a? colour"]);
});

test("another file opens nothing and says why", () => {
  assert.deepEqual(saved.read("{", WORDS).problems, ["no JSON"]);
  const others = ['{"schema":"screening-scope-saved/2","saved":[]}', '{"schema":"screening-scope-saved/1","rules":[]}', '{"schema":"screening-scope-rules/1","rules":{}}'];
  for (const text of ["null", "[]", "{}", ...others]) {
    assert.deepEqual(saved.read(text, WORDS), { entries: [], problems: ["not screening-scope-saved/1"] });
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

test("no two that are saved here have one name", () => {
  assert.equal(saved.free("A", [entry("a")]), "A");
  assert.equal(saved.free("A", [entry("a", { name: "A" }), entry("b", { name: "A (2)" })]), "A (3)");
});
