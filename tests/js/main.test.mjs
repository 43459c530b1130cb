import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import "./page.mjs";

const ROOT = new URL("../../", import.meta.url);
const read = (folder, ending) =>
  fs.readdirSync(new URL(folder, ROOT), { recursive: true }).filter((name) => name.endsWith(ending))
    .map((name) => [name, fs.readFileSync(new URL(`${folder}/${name}`, ROOT), "utf8")]);

const began = [];
globalThis.MutationObserver = class { observe() {} };
globalThis.addEventListener = () => {};
globalThis.localStorage = { getItem: () => "known", setItem: () => {} };
globalThis.L = { ...globalThis.L, Map: { addInitHook() {} } };
globalThis.setInterval = () => {};
globalThis.DashRenderer = class {
  constructor() {
    began.push(Object.keys(globalThis.dash_clientside.scope).length);
  }
};
await import("../../assets/main.mjs");

test("every function that Dash names is there before Dash begins, and none that it does not name", () => {
  const python = read("dashboard", ".py").map(([, text]) => text).join("\n");
  // A name may be put together: clientside(f"{view}Of").
  const named = [...python.matchAll(/clientside\((f?)"(?:\{\w+\})?(\w+)"\)/g)].map(([, begun, name]) => ({ begun, name }));
  const there = Object.keys(globalThis.dash_clientside.scope);
  const is = ({ begun, name }, one) => (begun ? one.endsWith(name) : one === name);
  assert.ok(named.length > 20);
  assert.deepEqual(named.filter((one) => !there.some((name) => is(one, name))), []);
  assert.deepEqual(there.filter((name) => !named.some((one) => is(one, name))), []);
  assert.deepEqual(began, [there.length]);
  const layers = [...python.matchAll(/"scope\.(\w+)\.(\w+)"/g)];
  assert.ok(layers.length > 8);
  for (const [, of, name] of layers) assert.equal(typeof globalThis.scope[of][name], "function", `${of}.${name}`);
});

const IMPORT = /^import .*?"(.+)";$/gm;

test("the entry reaches every script, in however many steps", () => {
  const imports = new Map(read("assets", ".mjs").map(([name, text]) => {
    const here = new URL(`assets/${name}`, ROOT);
    return [here.href, [...text.matchAll(IMPORT)].map(([, path]) => new URL(path, here).href)];
  }));
  const reach = (from, seen) => {
    if (!seen.has(from)) imports.get(from).forEach((next) => reach(next, seen.add(from)));
    return seen.add(from);
  };
  const reached = reach(new URL("assets/main.mjs", ROOT).href, new Set());
  assert.deepEqual([...reached].sort(), [...imports.keys()].sort());
});
