import assert from "node:assert/strict";
import { test } from "node:test";
import { NAMES, widthAt } from "../../assets/basemap/look.mjs";
import { decode } from "../../assets/basemap/mvt.mjs";
import { nameOf, placed, straightest } from "../../assets/basemap/names.mjs";
import { nativeOf } from "../../assets/basemap/tiles.mjs";

const varint = (value) => (value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]);
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);
const field = (number, bytes) => [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
const text = (words) => [...new TextEncoder().encode(words)];

/** A tile with one layer, one feature: a name and lines of corners. */
const tile = (kind, name, lines) => {
  let [x, y] = [0, 0];
  const commands = lines.flatMap((line) => line.flatMap(([toX, toY], at) => {
    const step = [zigzag(toX - x), zigzag(toY - y)];
    [x, y] = [toX, toY];
    return at === 0 ? [9, ...step] : [...(at === 1 ? [(line.length - 1) * 8 + 2] : []), ...step];
  }));
  const feature = [...field(2, [0, 0]), 24, 2, ...field(4, commands.flatMap(varint))];
  const layer = [...field(1, text(kind)), ...field(2, feature), ...field(3, text("name")), ...field(4, field(1, text(name))), 40, ...varint(4096), 120, 2];
  return field(3, layer);
};

test("a tile is read as it was written, whatever its names and wherever its corners", () => {
  const hostile = "<img src=x onerror=alert(1)> 瓦利拉 \u202e";
  const lines = [[[0, 0], [4095, 4095], [-64, 4160]], [[70000, -70000], [1, 2]]];
  const bytes = new Uint8Array([...tile("main", hostile, lines), ...tile("rail", "", [[[5, 5], [6, 6]]])]);
  const layers = decode(bytes);
  assert.deepEqual([...layers.keys()], ["main", "rail"]);
  const [feature] = layers.get("main");
  assert.equal(feature.names.get("name"), hostile);
  assert.deepEqual(feature.parts, lines.map((line) => line.flat()));
  assert.equal(decode(new Uint8Array()).size, 0);
  assert.throws(() => decode(new Uint8Array([7, 1, 1])), /damaged/);
});

test("a name is in the page's language where the map has it", () => {
  const names = new Map([["name", "Kauppahalli"], ["name_en", "Market Hall"], ["name_zh", "农贸市场"]]);
  assert.equal(nameOf(names, "en"), "Market Hall");
  assert.equal(nameOf(names, "zh-Hans"), "农贸市场");
  assert.equal(nameOf(new Map([["name", "Tori"]]), "zh-Hans"), "Tori");
  assert.equal(nameOf(new Map([["name_en", null]]), "en"), "");
});

const frame = [0, 0, 1000, 1000];
const all = { zoom: 17, language: "en", taken: [], frame };
const of = (points) => (kind) => points.filter((one) => one.kind === kind).map(({ name, at }) => ({ names: new Map([["name", name]]), points: at }));
const measure = (words) => words.length * 6;
const apart = (a, b) => Math.abs(a.x - b.x) * 2 >= (measure(a.text) + measure(b.text)) || Math.abs(a.y - b.y) * 2 >= a.style.size + b.style.size;

test("no name lies over another, over what is taken, or over the edge", () => {
  let seed = 7;
  const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const kinds = NAMES.filter(({ along }) => !along).map(({ kind }) => kind);
  const points = Array.from({ length: 400 }, (_, at) => ({ kind: kinds[at % kinds.length], name: `Place ${at}`, at: [1100 * chance() - 50, 1100 * chance() - 50] }));
  const shown = placed(of(points), { ...all, taken: [[300, 300, 600, 600]] }, measure);
  assert.ok(shown.length > 30);
  for (const one of shown) {
    for (const other of shown) if (one !== other) assert.ok(apart(one, other), `${one.text} ${other.text}`);
    const half = measure(one.text) / 2;
    assert.ok(one.x - half >= 0 && one.x + half <= 1000 && one.y >= 0 && one.y <= 1000);
    assert.ok(one.x + half < 300 || one.x - half > 600 || one.y < 300 || one.y > 600);
  }
});

test("the greater place is named first, and the same name not twice nearby", () => {
  const points = [{ kind: "spot", name: "Kiosk", at: [500, 500] }, { kind: "city", name: "Helsinki", at: [505, 503] }];
  assert.deepEqual(placed(of(points), all, measure).map(({ text: words }) => words), ["Helsinki"]);
  const twice = [{ kind: "station", name: "Stop", at: [400, 500] }, { kind: "station", name: "Stop", at: [550, 500] }, { kind: "station", name: "Stop", at: [400, 900] }];
  assert.equal(placed(of(twice), all, measure).length, 2);
});

test("a road is named along its longest straight piece, where there is room, and never upside down", () => {
  assert.deepEqual(straightest([0, 0, 10, 0, 10, 90, 11, 200, 50, 200]), [10, 0, 11, 200]);
  const [shown] = placed(of([{ kind: "street", name: "Road", at: [500, 400, 300, 400] }]), all, measure);
  assert.deepEqual([shown.x, shown.y], [400, 400]);
  assert.ok(Math.abs(shown.angle) < 1e-6);
  assert.equal(placed(of([{ kind: "street", name: "Road", at: [0, 50, 20, 50] }]), all, measure).length, 0);
  assert.equal(placed(of([{ kind: "street", name: "Road", at: [500, 400, 300, 400] }]), { ...all, zoom: 14 }, measure).length, 0);
});

test("a finer tile is cut out of the finest that there is", () => {
  assert.deepEqual(nativeOf({ x: 37, y: 19, z: 16 }, 14), { zoom: 14, x: 9, y: 4 });
  assert.deepEqual(nativeOf({ x: 37, y: 19, z: 12 }, 14), { zoom: 12, x: 37, y: 19 });
});

test("a line grows evenly between the zooms that say its width", () => {
  assert.deepEqual([1, 10, 12, 14, 20].map((zoom) => widthAt([[10, 1], [14, 3]], zoom)), [1, 1, 2, 3, 3]);
});
