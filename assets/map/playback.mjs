/* Heat and its playback: the sum over the dates, or one hour after another. */

import { noUpdate, setProps, words as wordsOfPage } from "../page/dash.mjs";
import { put } from "../page/parts.mjs";
import { describe } from "../page/sliders.mjs";
import { clock, fill } from "../page/words.mjs";
import { follow } from "./cell.mjs";
import { repaint } from "./cells.mjs";
import { strengthOf, unpack } from "./heat.mjs";
import { HOMES_STRENGTH } from "./layers.mjs";
import { legend } from "./legend.mjs";
import { painted } from "./painted.mjs";

const HOURS_A_DAY = 24;

/**
 * What plays: the heat and its sum, the hours of each date that has come, the hour shown, and the date on its way.
 * @type {{
 *   heat: Heat | null, sum: Source | null, days: Map<string, Source & { words: string }>, hour: number | null,
 *   timer: number | undefined, perSecond: number, stamp: number, wanted: string | null,
 * }}
 */
export const player = { heat: null, sum: null, days: new Map(), hour: null, timer: undefined, perSecond: 6, stamp: 0, wanted: null };

/** @type {(heat: Pick<Heat, "days">) => number} */
export const hoursOf = (heat) => HOURS_A_DAY * heat.days.length;

/** @type {(heat: Pick<Heat, "days">, hour: number) => string} */
export const dayOf = (heat, hour) => heat.days[Math.floor(hour / HOURS_A_DAY)];

/** @type {(heat: Heat, day: string) => string} */
export const frameKey = (heat, day) => `${heat.key}|${heat.band}|${day}|${heat.colours.join()}`;

const lastHour = () => (player.heat ? hoursOf(player.heat) - 1 : 0);

/** @type {(moment: string, words?: Words) => void} */
const say = (moment, words = wordsOfPage()) => {
  put("clock", { text: moment });
  describe("time", words.labels.time, moment);
};

const restyle = () => {
  repaint();
  follow();
};

const paintSum = () => {
  const { heat, sum } = player;
  Object.assign(painted, { key: heat?.key, heat, source: sum, offset: 0, moment: null });
};

/** @type {(heat: Heat, day: string) => void} */
const request = (heat, day) => {
  const key = frameKey(heat, day);
  if (player.days.has(key) || player.wanted === key) return;
  player.wanted = key;
  setProps("frames-of", { data: { day } });
};

/** Paint an hour if its date is here; else ask for the date and stay.
   @type {(hour: number) => boolean} */
const showHour = (hour) => {
  const { heat } = player;
  if (!heat) return false;
  const day = dayOf(heat, hour);
  const frames = player.days.get(frameKey(heat, day));
  player.hour = hour;
  if (!frames) {
    request(heat, day);
    return false;
  }
  const ofDay = hour % HOURS_A_DAY;
  const moment = fill(wordsOfPage().clock, { day: frames.words, hour: clock(ofDay) });
  const offset = ofDay * (frames.classes.length / HOURS_A_DAY);
  Object.assign(painted, { key: heat.key, heat, source: frames, offset, moment });
  say(moment);
  restyle();
  const next = hour + HOURS_A_DAY;
  if (next < hoursOf(heat)) request(heat, dayOf(heat, next));
  return true;
};

const stop = () => {
  clearInterval(player.timer);
  player.timer = undefined;
  put("play", { text: wordsOfPage().play });
};

const tick = () => {
  const hour = player.hour ?? 0;
  if (!showHour(hour)) return;
  setProps("time", { value: hour });
  if (hour >= lastHour()) stop();
  else player.hour = hour + 1;
};

const start = () => {
  if (!player.heat?.days.length) return;
  if (player.hour !== null && player.hour >= lastHour()) player.hour = 0;
  clearInterval(player.timer);
  player.timer = setInterval(tick, 1000 / player.perSecond);
  put("play", { text: wordsOfPage().pause });
};

/** Another heat than before: what was unpacked of that one goes.
   @type {(heat: Heat) => void} */
const take = (heat) => {
  Object.assign(player, { heat, sum: unpack(heat), wanted: null });
  player.days.clear();
  if (player.hour !== null) player.hour = Math.min(player.hour, lastHour());
};

/** @type {(heat: Heat, homes: Homes | null) => Part[]} */
const legendOf = (heat, homes) =>
  homes ? legend(homes, () => HOMES_STRENGTH, "--ground") : legend(heat, strengthOf(heat, "var(--heat)"), "--land");

/** @type {Callbacks} */
export const callbacks = {
  paint(heat, cells, homes, look, words) {
    painted.covered = Boolean(homes) || look?.layer === "none";
    if (!player.heat) describe("time", words.labels.time, words.all_hours);
    if (!heat) return [noUpdate(), noUpdate()];
    if (player.heat !== heat) take(heat);
    if (player.hour === null) paintSum();
    else showHour(player.hour);
    follow();
    put("legend", { parts: painted.covered && !homes ? [] : legendOf(heat, homes) });
    return [{ stamp: ++player.stamp }, Math.max(1, lastHour())];
  },

  keepFrames(frames) {
    if (!frames || !player.heat || frames.key !== player.heat.key) return;
    player.days.set(frameKey(player.heat, frames.day), { ...unpack(frames), words: frames.words });
    player.wanted = null;
    if (player.hour !== null && !player.timer) showHour(player.hour);
  },

  play: () => (player.timer ? stop() : start()),

  speed(perSecond) {
    player.perSecond = perSecond;
    if (player.timer) start();
  },

  /* Only a hand on the slider seeks: the page sets it, too, at the start and while it plays. */
  seek(hour) {
    const byHand = document.activeElement?.closest("#time");
    if (!byHand || !player.heat || player.timer || hour === null || hour === undefined) return;
    showHour(hour);
  },

  allHours() {
    stop();
    player.hour = null;
    if (!player.heat) return;
    paintSum();
    say(wordsOfPage().all_hours);
    restyle();
  },
};
