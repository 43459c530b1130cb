import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.mjs";
import { beside, crosses, drawn, isArea, isDrawn, isNear, parts, siteOf } from "../../assets/rule/place.mjs";
import { edits, found, names, pointOf } from "../../assets/rule/seek.mjs";

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

test("a place is found however it is misspelt, in any of its names, and nothing else by it", () => {
  const looked = "Xinfadi market 新发地批发市场 xinfadi market Fengtai 丰台区";
  for (const text of ["xinfadi", "XINFADI", "xinfad", "xinfdi", "xifnadi", "xin fa di", "新发地", "fengtai", "fengtia", "丰台", "markt xinfadi", "Xínfadì"]) {
    assert.ok(names(text, looked), text);
  }
  for (const text of ["", "xingong", "xi an", "yuegezhuang", "abc", "39.8, 116.3", "新工"]) assert.ok(!names(text, looked), text);
});

test("edits are counted to the nearest beginning of a word, neighbours exchanged as one", () => {
  assert.deepEqual(["abc", "ab", "acb", "xbc", "abxc", "ac", ""].map((typed) => edits(typed, "abc")), [0, 0, 1, 1, 1, 1, 0]);
  assert.deepEqual([edits("abcd", "ab"), edits("dcba", "abcd")], [2, 3]);
});

test("coordinates are a place, where they are near the release", () => {
  assert.deepEqual([pointOf("39.81, 116.33"), pointOf("39.81 116.33"), pointOf("39.81，116.33")], Array(3).fill([39.81, 116.33]));
  assert.deepEqual(["xinfadi", "39.81", "39.81, 116.33, 5", ""].map(pointOf), [null, null, null, null]);
  const release = { area: [[39, 116], [40, 117]], near: 0.5 };
  const options = [{ label: "A", value: "a", search: "A" }, { label: "old", value: "@1.00000,2.00000" }];
  const [known, point] = found(options, "39.81, 116.33", "a", release, "On the map: {point}");
  assert.equal(known.value, "a");
  assert.deepEqual(point, { label: "On the map: 39.81000, 116.33000", value: "@39.81000,116.33000", search: "39.81, 116.33" });
  assert.equal(found(options, "1, 2", "a", release, "").length, 1);
  const chosen = found([known, point], "a", point.value, release, "");
  assert.deepEqual(chosen.map(({ value, search }) => [value, search]), [["a", "A\na"], [point.value, "39.81, 116.33"]]);
});
