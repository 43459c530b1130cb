import assert from "node:assert/strict";
import { test } from "node:test";
import { base64 } from "./page.mjs";
import { WORDS } from "./small.mjs";
import { bytes, counts } from "../../assets/map/packed.mjs";
import { part, put } from "../../assets/page/parts.mjs";
import { fill, number, percent } from "../../assets/page/words.mjs";

test("a number has commas between thousands and no fraction", () => {
  assert.equal(number(0), "0");
  assert.equal(number(999), "999");
  assert.equal(number(1234567), "1,234,567");
  assert.equal(number(1234.6), "1,235");
});

test("a share never rounds what is there to nothing, nor what is left to all", () => {
  const shares = [[0, 10, "0%"], [1, 1000, "under 1%"], [1, 3, "33%"], [2, 3, "67%"], [1, 100, "1%"], [99, 100, "99%"], [999, 1000, "over 99%"], [7, 7, "100%"]];
  for (const [some, total, words] of shares) assert.equal(percent(some, total, WORDS), words);
});

test("a part is put once while it is the same, and again once it is another", () => {
  const kept = [];
  const root = { replaceChildren: (...parts) => kept.push(parts) };
  const { getElementById } = document;
  document.getElementById = () => root;
  const one = (text) => [part("li", { data: { cell: "c" } }, text)];
  put("list", {});
  for (const text of ["a", "a", "b"]) put("list", { parts: one(text) });
  put("list", { parts: [] });
  document.getElementById = getElementById;
  assert.deepEqual(kept.map((parts) => parts.map(({ within, dataset }) => [within, dataset.cell])), [[[["a"], "c"]], [[["b"], "c"]], []]);
});

test("a template takes its values by name, each time it asks, and nothing for what is missing", () => {
  assert.equal(fill("{a} and {b}, {a}{c}.", { a: 1, b: "$& {a}" }), "1 and $& {a}, 1.");
  assert.equal(fill("{zero}{none}", { zero: 0, none: null }), "0");
});

test("packed counts come back as they were", () => {
  const packed = [0, 1, 255, 256, 4294967295];
  assert.deepEqual([...counts(base64(packed, Uint32Array))], packed);
  assert.deepEqual([...bytes(base64([0, 1, 254, 255], Uint8Array))], [0, 1, 254, 255]);
});
