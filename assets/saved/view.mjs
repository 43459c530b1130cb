/* What is on the page now as it would be saved: its address, what it shows in words, and where that comes from. */

import { lookUp } from "../answer/table.mjs";
import { prefix } from "../page/address.mjs";
import { dataOf, release, words as wordsOfPage } from "../page/dash.mjs";
import { element } from "../page/parts.mjs";
import { fill } from "../page/words.mjs";
import { kindOf } from "./entries.mjs";

/** @type {(words: Said) => Said | null} */
const rule = (words) => {
  const [asked, answer, all] = [dataOf("rule"), dataOf("answer"), wordsOfPage()];
  const entry = lookUp(asked, answer, all);
  if (!entry) return null;
  const radius = all.radius_words[entry.r];
  const shown = Object.fromEntries(["unit", "number", "interval", "method"].map((id) => [id, element(id).textContent]));
  return {
    name: fill(words.name, { place: answer.place, radius }),
    rule: fill(words.rule_said, { where: answer.wheres[entry.r], stay: all.stay_phrases[entry.s], dates: answer.dates }),
    ...shown,
  };
};

const comparison = () => (element("compared-columns").ariaBusy === "true" ? null : dataOf("compared-answer").saved);

/** @type {Record<string, (words: Said) => Said | null>} */
const VIEWS = { rule, comparison };

/** Null while its numbers are on the way.
   @type {(words: Said) => Said | null} */
export const present = (words) => {
  const address = `${window.location.pathname.slice(prefix().length) || "/"}${window.location.search}`;
  const view = VIEWS[kindOf(address)](words);
  const { title, digest } = release();
  return view && { address, release: title, digest, ...view };
};
