import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { base64, hold, last, noUpdate, set } from "./page.mjs";
import { painted } from "../../assets/map/painted.mjs";
import { callbacks, dayOf, frameKey, hoursOf, player } from "../../assets/map/playback.mjs";

const DAYS = ["2020-06-01", "2020-06-02"];
const WORDS = { all_hours: "All hours", play: "Play", pause: "Pause", clock: "{day}, {hour}", labels: { time: "Hour shown" } };
hold("words", { data: WORDS });
const packed = (cells) => ({
  classes: base64(Array(cells).fill(2), Uint8Array),
  low: base64(Array(cells).fill(20), Uint32Array),
  high: base64(Array(cells).fill(20), Uint32Array),
});
const heatOf = (changes) => ({ key: "k", band: 0, days: DAYS, colours: ["grey", "pale"], title: "Devices", legend: [], ...packed(2), ...changes });
const framesOf = (day) => ({ key: "k", band: 0, day, words: day.slice(8), ...packed(48) });

/* The page's interval, told when to tick. */
let beat = null;
globalThis.setInterval = (tick) => (beat = tick);
globalThis.clearInterval = () => (beat = null);
const tick = (times) => {
  for (let time = 0; time < times && beat; time += 1) beat();
};

const start = (heat = heatOf({})) => {
  set.length = 0;
  callbacks.paint(heat, {}, null, { layer: "heat" }, WORDS);
  callbacks.allHours();
};

afterEach(() => {
  document.activeElement = null;
  callbacks.paint(heatOf({}), {}, null, { layer: "heat" }, WORDS);
  callbacks.allHours();
});

test("playback runs over the hours of every date that has counts", () => {
  assert.equal(hoursOf({ days: DAYS }), 48);
  assert.equal(hoursOf({ days: [] }), 0);
  assert.deepEqual([0, 23, 24, 47].map((hour) => dayOf({ days: DAYS }, hour)), [DAYS[0], DAYS[0], DAYS[1], DAYS[1]]);
});

test("frames of another view, stay, date or theme are other frames", () => {
  const key = frameKey(heatOf({}), DAYS[0]);
  assert.equal(frameKey(heatOf({}), DAYS[0]), key);
  for (const heat of [heatOf({ key: "other" }), heatOf({ band: 15 }), heatOf({ colours: ["black"] })]) {
    assert.notEqual(frameKey(heat, DAYS[0]), key);
  }
  assert.notEqual(frameKey(heatOf({}), DAYS[1]), key);
});

test("without heat nothing is painted, and without dates nothing plays", () => {
  assert.deepEqual(callbacks.paint(null, {}, null, { layer: "heat" }, WORDS), [noUpdate, noUpdate]);
  start(heatOf({ days: [] }));
  callbacks.play();
  assert.equal(last("play").textContent, "Play");
});

test("the slider spans the hours of the dates", () => {
  assert.equal(callbacks.paint(heatOf({}), {}, null, { layer: "heat" }, WORDS)[1], 47);
});

test("play asks for the first date, waits for it, then walks the clock hour by hour", () => {
  start();
  callbacks.play();
  assert.equal(last("play").textContent, "Pause");
  tick(4);
  assert.deepEqual(last("frames-of"), { data: { day: DAYS[0] } });
  assert.equal(last("clock").textContent, "All hours");
  callbacks.keepFrames(framesOf(DAYS[0]));
  const clocks = [0, 1, 2].map(() => {
    tick(1);
    return last("clock").textContent;
  });
  assert.deepEqual(clocks, ["01, 00:00", "01, 01:00", "01, 02:00"]);
  assert.equal(last("time").value, 2);
  assert.equal(painted.offset, 2 * 2);
});

test("pause keeps the hour, all hours returns to the sum", () => {
  start();
  callbacks.play();
  callbacks.keepFrames(framesOf(DAYS[0]));
  tick(6);
  callbacks.play();
  const clock = last("clock").textContent;
  assert.equal(last("play").textContent, "Play");
  tick(30);
  assert.equal(last("clock").textContent, clock);
  assert.notEqual(painted.moment, null);
  callbacks.allHours();
  assert.equal(last("clock").textContent, "All hours");
  assert.deepEqual([painted.moment, painted.offset], [null, 0]);
});

test("the next date is asked for while one plays, and playback stops at the last hour", () => {
  start();
  callbacks.keepFrames(framesOf(DAYS[0]));
  callbacks.play();
  assert.equal(last("frames-of"), undefined);
  tick(1);
  assert.deepEqual(last("frames-of"), { data: { day: DAYS[1] } });
  callbacks.keepFrames(framesOf(DAYS[1]));
  tick(60);
  assert.equal(painted.offset, 23 * 2);
  assert.equal(last("clock").textContent, "02, 23:00");
  assert.equal(last("play").textContent, "Play");
  callbacks.play();
  tick(1);
  assert.equal(last("clock").textContent, "01, 00:00");
});

test("frames that come too late, for a view that is gone, are not kept", () => {
  start();
  const { size } = player.days;
  callbacks.keepFrames({ ...framesOf(DAYS[0]), key: "gone" });
  callbacks.keepFrames(null);
  assert.equal(player.days.size, size);
});

test("a hand on the slider seeks, the page setting it does not", () => {
  start();
  callbacks.keepFrames(framesOf(DAYS[0]));
  callbacks.seek(5);
  assert.equal(last("clock").textContent, "All hours");
  globalThis.document.activeElement = { closest: (selector) => selector === "#time" };
  callbacks.seek(5);
  assert.equal(last("clock").textContent, "01, 05:00");
});
