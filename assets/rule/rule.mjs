/* From the controls to the rule. */

import * as expected from "../answer/expected.mjs";
import * as answer from "../answer/headline.mjs";
import { isOf } from "../answer/table.mjs";
import { moved, noUpdate, propsOf, setProps } from "../page/dash.mjs";
import { put } from "../page/parts.mjs";
import { describe, hearSlider } from "../page/sliders.mjs";
import { name as nameOfTheme } from "../page/theme.mjs";
import { clock, fill } from "../page/words.mjs";
import { position, sameRule, sameWindow, windowOf } from "./fields.mjs";
import { beside, siteOf } from "./place.mjs";

const QUIET_MS = 120;

/** @type {(value: unknown) => string} */
const day = (value) => String(value).slice(0, "2020-06-01".length);

/** The rule on the page, and each stop of its sliders in words.
   @type {{ rule: Rule | null, words: Words | null }} */
const shown = { rule: null, words: null };

/** @type {Record<string, { field: "radius_m" | "min_dwell_min", stops: "radii_m" | "min_dwell_min", said: string }>} */
const SLIDERS = {
  radius: { field: "radius_m", stops: "radii_m", said: "radius_words" },
  stay: { field: "min_dwell_min", stops: "min_dwell_min", said: "stay_words" },
};

/** @type {(rule: Rule, words: Words) => void} */
const show = (rule, words) => {
  Object.assign(shown, { rule, words });
  for (const [id, { field, stops, said }] of Object.entries(SLIDERS)) {
    const stop = words[said][words[stops].indexOf(rule[field])];
    put(`${id}-words`, { text: stop });
    describe(id, words.labels[id], stop);
  }
  answer.show(rule, undefined, words);
  expected.show(rule, words);
};

/** The place and dates of a rule where they are other than those of the one before.
   @type {(rule: Rule, before: Rule) => Partial<Rule> | NoUpdate} */
const newWindow = (rule, before) => (sameWindow(rule, before) ? noUpdate() : windowOf(rule));

/** Another place or other dates are a rule to draw at once, another radius or stay when it has rested.
   @type {Rule | null} */
let drawn = null;
/** @type {number | undefined} */
let resting;
/** @type {(rule: Rule) => Rule | NoUpdate} */
const settle = (rule) => {
  clearTimeout(resting);
  if (sameRule(rule, drawn)) return noUpdate();
  if (!sameWindow(rule, drawn)) return (drawn = rule);
  resting = setTimeout(() => setProps("settled-rule", { data: (drawn = rule) }), QUIET_MS);
  return noUpdate();
};

/* What was looked for last: a list that closes tells of no text, too. */
let looked = "";

/** @type {Heat | null} */
let heatBefore = null;

/** @type {Callbacks} */
export const callbacks = {
  /* A date that was cleared stays as it was in the rule before. */
  rule(site, radiusDrag, radius, stayDrag, stay, start, end, more, words, release, before) {
    /** @type {(id: string) => string} */
    const of = (id) => moved().filter((name) => name.startsWith(`${id}.`)).join();
    const rule = {
      release: release.key,
      site: siteOf(site, more),
      radius_m: words.radii_m[position(of("radius"), radiusDrag, radius)],
      min_dwell_min: words.min_dwell_min[position(of("stay"), stayDrag, stay)],
      start: day(start || before.start),
      end: day(end || before.end),
    };
    show(rule, words);
    return [rule, newWindow(rule, before), settle(rule)];
  },

  /* What is expected and what it takes need the server for longer: they are asked for when the count and its heat are here. */
  later(rule, table, heat, view, release, before) {
    const nothing = [noUpdate(), noUpdate()];
    if (!rule || !isOf(rule, table)) return nothing;
    const awaited = release.heat && (!heat || heat === heatBefore || heat.key !== view.key);
    const again = sameRule(rule, before);
    if (awaited && !again) return nothing;
    heatBefore = heat;
    return again ? nothing : [rule, newWindow(rule, before)];
  },

  /* dcc.Graph hands over a field's labels, not its place in the matrix. */
  takeMatrixField(click, words) {
    if (!click) return [noUpdate(), noUpdate()];
    const [{ x, y }] = click.points;
    const radius = words.radius_words.indexOf(y);
    return [radius < 0 ? noUpdate() : radius, words.stay_labels.indexOf(x)];
  },

  look(focus, hours, layer, clicks, release, words) {
    const [first, last] = hours;
    describe("hours", words.labels.hours, clock(first), clock(last));
    put("hours-words", { text: fill(words.between, { low: clock(first), high: clock(last) }) });
    return { release: release.key, focus: focus || "", hours, layer, theme: nameOfTheme() };
  },

  /* A place that was clicked, or the text to look for, which the server finds. */
  takeSite(click, text, more, asked, release) {
    const by = moved().join();
    const clicked = by.includes("clickData");
    const site = clicked ? click?.properties?.site : undefined;
    if (clicked && (release.all_listed || !site)) return [site || noUpdate(), noUpdate()];
    const wanted = clicked ? "" : (by.includes("more-places") ? more : text) || "";
    if (!asked || (!clicked && wanted === looked)) return [noUpdate(), noUpdate()];
    looked = wanted;
    // What was chosen a moment ago is not yet the rule, and would be no option else.
    const chosen = site ? beside(site, asked.site) : siteOf(propsOf("site").value, propsOf("more-places")?.value);
    return [noUpdate(), { release: release.key, text: wanted, site: chosen, taken: site || "" }];
  },

  takeDistrict: (click) => click?.properties?.code || noUpdate(),

  switchRelease(key) {
    if (!window.location.search.includes(`release=${key}&`)) window.location.assign(`?release=${encodeURIComponent(key)}`);
  },
};

export const listen = () => {
  for (const [id, { field, stops }] of Object.entries(SLIDERS)) {
    hearSlider(id, (at) => {
      const { rule, words } = shown;
      if (!rule || !words || rule[field] === words[stops][at]) return;
      show({ ...rule, [field]: words[stops][at] }, words);
    });
  }
};
