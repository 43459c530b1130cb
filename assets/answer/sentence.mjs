/* An entry of the table in words: the number, its range, its sentence, its devices, its stays. */

import { fill, number as said, percent } from "../page/words.mjs";
import { segments, sumOf } from "./table.mjs";

/** Low, middle and high as the templates take them; a bracket has no middle.
   @type {(estimate: Estimate) => Record<keyof Estimate, string>} */
const three = ({ low, mid, high }) => ({ low: said(low), mid: mid === null ? "" : said(mid), high: said(high) });

/** @type {(entry: Entry, words: Words) => string} */
export const number = (entry, words) => {
  if (entry.kind === "unbounded") return words.unknown;
  if (!entry.shown.high) return "0";
  const { low, mid, high } = three(entry.shown);
  return entry.shown.mid === null || entry.kind === "withheld" ? `${low}–${high}` : mid;
};

/** @type {(entry: Entry, words: Words) => string} */
export const interval = (entry, words) =>
  ["counted", "perhaps-nobody"].includes(entry.kind) ? fill(words.interval, three(entry.shown)) : "";

/** @type {(entry: Entry, answer: Answer, words: Words) => string} */
export const sentence = (entry, answer, words) =>
  fill(words.sentences[entry.kind], {
    ...three(entry.shown),
    unit: entry.unit,
    were: words.were,
    where: answer.wheres[entry.r],
    bounds: answer.bounds?.[entry.r][entry.s],
    stay: words.stay_phrases[entry.s],
    dates: answer.dates,
  });

/** The rule without its place.
   @type {(entry: Entry, answer: Answer, words: Words) => string} */
export const ruleLine = (entry, answer, words) =>
  fill(words.rule_line, {
    where: answer.outline ? answer.wheres[entry.r] : words.around_words[entry.r],
    stay: words.stay_phrases[entry.s],
    dates: answer.dates,
  });

/** @type {(entry: Entry, words: Words) => string} */
export const devicesLine = (entry, words) => {
  if (entry.kind.startsWith("bracket")) return words.bracket_note;
  if (!entry.scaled || !entry.shown.high) return "";
  const { low, mid, high } = entry.devices;
  const template = mid === null ? words.devices_between : low === high ? words.devices_exact : words.devices_line;
  const parts = [fill(template, three(entry.devices))];
  if (entry.withheld) parts.push(fill(words.withheld_line, { rows: said(entry.withheld) }));
  return parts.join(" · ");
};

/** @type {(entry: Entry, words: Words) => string} */
export const staySentence = (entry, words) => {
  const bar = segments(entry, words);
  const [shortest, longer] = bar;
  if (!longer) return "";
  if (entry.s > 0) {
    const out = sumOf(entry.bands.slice(0, entry.s));
    return fill(words.shorter, { share: percent(out, entry.within ?? 0, words), stay: words.stay_lengths[entry.s] });
  }
  return fill(words.all_stays, { share: shortest.share, band: shortest.words });
};
