/* A whole rule put into the controls at once: one that was there before, the first one, a better one. */

import { dataOf, noUpdate, propsOf, release, setProps, words } from "../page/dash.mjs";
import { around } from "../page/parts.mjs";
import { isDrawn } from "./place.mjs";

/** @typedef {{ label: string, value: string }} Option */

/** @type {(site: string) => string[]} */
const placesOf = (site) => (isDrawn(site) ? [site] : site.split("~"));

/** What the places of a rule are called, by their ids, as the controls say it now.
   @type {(site: string) => Said} */
export const labelsOf = (site) => {
  /** @type {Option[]} */
  const options = [...(propsOf("site")?.options ?? []), ...(propsOf("more-places")?.options ?? [])];
  const named = placesOf(site).map((id) => [id, options.find(({ value }) => value === id)?.label ?? id]);
  return Object.fromEntries(named);
};

/** The options with those that are wanted and missing; nothing new where none is.
   @type {(options: Option[], wanted: string[], labels: Said) => Option[] | NoUpdate} */
const having = (options, wanted, labels) => {
  const missing = wanted.filter((id) => !options.some(({ value }) => value === id));
  return missing.length ? [...options, ...missing.map((value) => ({ label: labels[value] ?? value, value }))] : noUpdate();
};

/** @type {(rule: Rule) => void} */
export const take = (rule) => setProps("put-rule", { data: { rule, labels: labelsOf(rule.site) } });

/** @type {(offer: { r: number, s: number }) => void} */
export const takeStops = ({ r, s }) => {
  const { radii_m, min_dwell_min } = words();
  take({ ...dataOf("rule"), radius_m: radii_m[r], min_dwell_min: min_dwell_min[s] });
};

/** @type {Callbacks} */
export const callbacks = {
  /* All controls in one step, so that the rule changes once. */
  putRule(put, { radii_m, min_dwell_min }, options, beside) {
    const { rule, labels } = put;
    const [first, ...more] = placesOf(rule.site);
    return [
      having(options, [first], labels), first, having(beside, more, labels), more,
      radii_m.indexOf(rule.radius_m), min_dwell_min.indexOf(rule.min_dwell_min), rule.start, rule.end,
    ];
  },
};

export const listen = () => {
  document.addEventListener("click", (event) => {
    const better = around(event, "[data-better]");
    if (better) takeStops({ r: Number(better.dataset.r), s: Number(better.dataset.s) });
    if (around(event, "#reset")) take(release().first);
    const dates = around(event, ".short-cut");
    if (dates) take({ ...dataOf("rule"), start: dates.dataset.start, end: dates.dataset.end });
  });
};
