import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as after } from "node:timers/promises";
import { last, set } from "./page.mjs";
import * as maps from "../../assets/compare/maps.mjs";
import * as layers from "../../assets/map/layers.mjs";

const QUIET_MS = 300;
const frames = [];
globalThis.requestAnimationFrame = (frame) => frames.push(frame);
globalThis.L.circleMarker = (_, { radius }) => ({ radius, bindTooltip() { return this; }, once() {}, on() {} });

const mapAt = (lat, lng) => {
  const told = [];
  const map = {
    at: { lat, lng }, isConnected: true, moves: 0, dragging: { disable: () => {} },
    on: (_, tell) => told.push(tell),
    getContainer: () => map,
    getCenter: () => map.at,
    getZoom: () => 12,
    setView: (at) => map.move(at),
    move(at) {
      Object.assign(map, { at, moves: map.moves + 1 });
      for (const tell of told) tell({ target: map });
    },
  };
  maps.districtStyle({}, { map });
  return map;
};
const runFrames = () => {
  for (const frame of frames.splice(0)) frame();
};

test("maps side by side follow the one that a hand moves, once, and the link says where it came to rest", async () => {
  const [one, other] = [mapAt(0, 0), mapAt(0, 0)];
  one.move({ lat: 39.8, lng: 116.3 });
  one.move({ lat: 39.9, lng: 116.4 });
  runFrames();
  assert.deepEqual([other.at, other.moves, one.moves], [{ lat: 39.9, lng: 116.4 }, 1, 2]);
  assert.equal(frames.length, 0, "the map that followed led in its turn");
  await after(QUIET_MS);
  assert.deepEqual(last("compared-at"), { data: "39.90000,116.40000,12" });
});

test("where the page itself has put the maps, the link says nothing of it", async () => {
  const [map] = maps.maps();
  maps.frame({ sites: ["a"], box: [[0, 0], [1, 1]] }, ["m", "n"]);
  maps.frame({ sites: ["b"], box: [[0, 0], [1, 1]] }, ["m", "n"]);
  set.length = 0;
  map.move({ lat: 1, lng: 1 });
  runFrames();
  await after(QUIET_MS);
  assert.deepEqual(last("compared-at"), { data: "" });
});

test("a map that has left the page is forgotten", () => {
  const gone = mapAt(0, 0);
  assert.ok(maps.maps().includes(gone));
  gone.isConnected = false;
  const come = mapAt(0, 0);
  assert.ok(maps.maps().includes(come));
  assert.ok(!maps.maps().includes(gone));
});

test("places are smaller on the small maps of a comparison, and markets the largest", () => {
  const map = mapAt(0, 0);
  const radius = (kind, { sitePoint }) => sitePoint({ properties: { name: "", kind } }, [0, 0], { map }).radius;
  for (const kind of ["market", "station"]) assert.ok(radius(kind, maps) < radius(kind, layers));
  for (const page of [maps, layers]) assert.ok(radius("market", page) > radius("station", page));
});
