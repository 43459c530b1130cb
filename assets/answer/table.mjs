/* The table of counts that the server sent, and the entry of a rule in it: looked up, never estimated. */

import { percent } from "../page/words.mjs";

/** @typedef {Pick<Rule, "site" | "start" | "end">} Dated */

/** Whether a table is of the place and the dates of a rule.
   @type {(rule: Dated, table: Dated | null) => boolean} */
export const isOf = ({ site, start, end }, table) => table?.site === site && table.start === start && table.end === end;

/** Where a rule stands in the tables: the row of its radius, the column of its stay.
   @type {(rule: Rule, words: Words) => { r: number, s: number }} */
export const stops = (rule, words) => ({ r: words.radii_m.indexOf(rule.radius_m), s: words.min_dwell_min.indexOf(rule.min_dwell_min) });

/** The entry of a rule, or null while the table on hand is of another place or other dates.
   @type {(rule: Rule | null, answer: Answer | null, words: Words) => Entry | null} */
export const lookUp = (rule, answer, words) => {
  if (!rule || !answer || !isOf(rule, answer)) return null;
  const { r, s } = stops(rule, words);
  /** @type {(table: Counts) => Estimate} */
  const of = (table) => ({ low: table.low[r][s], mid: table.mid[r][s], high: table.high[r][s] });
  const people = answer.people && of(answer.people);
  const [anyStay] = answer.devices.mid[r];
  return {
    r,
    s,
    kind: answer.kinds[r][s],
    devices: of(answer.devices),
    shown: people || of(answer.devices),
    unit: people ? words.people : words.devices,
    scaled: Boolean(people),
    withheld: answer.withheld[r][s],
    bands: answer.bands[r],
    within: anyStay,
  };
};

/** Those withheld count for nothing.
   @type {(bands: (number | null)[]) => number} */
export const sumOf = (bands) => bands.reduce((/** @type {number} */ sum, band) => sum + (band ?? 0), 0);

/** Widths of the stay bar in percent, and whether the rule leaves the band out; those withheld share what is left.
   @type {(entry: Entry, words: Words) => { width: number, out: boolean, unseen: boolean, words: string, share: string }[]} */
export const segments = (entry, words) => {
  const { bands, within } = entry;
  if (!within || !bands.length || ["withheld", "perhaps-nobody"].includes(entry.kind)) return [];
  const unseen = bands.filter((band) => band === null).length;
  const left = within - sumOf(bands);
  return bands.map((devices, band) => ({
    width: (100 * (devices ?? left / unseen)) / within,
    out: band < entry.s,
    unseen: devices === null,
    words: words.band_words[band],
    share: devices === null ? words.withheld : percent(devices, within, words),
  }));
};
