/* What is expected of the rule: looked up in the sentences that the server sent; the browser estimates nothing. */

import { changes, noUpdate, words as wordsOfPage } from "../page/dash.mjs";
import { element, part, put } from "../page/parts.mjs";
import { colour } from "../page/theme.mjs";
import { isOf, stops } from "./table.mjs";

/** @type {Record<string, "sentences" | "warnings" | "better">} */
const PARTS = { "expected-line": "sentences", "expected-warning": "warnings", "better-rule": "better" };

/** What each part says of a rule; nothing while the sentences on hand are of another place or other dates.
   @type {(rule: Rule, expected: Expected | null, words: Words) => Said} */
export const lookUp = (rule, expected, words) => {
  const { r, s } = stops(rule, words);
  return Object.fromEntries(Object.entries(PARTS).map(([id, of]) => [id, expected && isOf(rule, expected) ? expected[of][r][s] : ""]));
};

/** The better rule on a button, or no button: what it says, and where it is.
   @type {(offer: Offer | null, within: Record<string, (string | Part)[]>) => Record<string, Put>} */
const buttons = (offer, within) =>
  Object.fromEntries(Object.entries(within).map(([id, parts]) => [id, offer ? { hidden: false, parts } : { hidden: true }]));

/** What offers the better rule of a rule, by its id.
   @type {(rule: Rule, expected: Expected | null, words: Words) => Record<string, Put>} */
export const offered = (rule, expected, words) => {
  const { r, s } = stops(rule, words);
  const offer = expected && isOf(rule, expected) ? expected.offers[r][s] : null;
  for (const id of ["better-offer", "better-take"]) if (offer) Object.assign(element(id)?.dataset ?? {}, { r: offer.r, s: offer.s });
  return buttons(offer, { "better-offer": [expected?.better[r][s] ?? "", part("strong", {}, words.apply)], "better-take": [words.apply] });
};

/** While the sentences are on their way their place stays as high as it was, so that nothing below jumps.
   @type {(here: boolean) => void} */
const keepHeight = (here) => {
  const { classList, style, offsetHeight } = document.querySelector(".expected-lines");
  if (here) style.minHeight = "";
  else if (!classList.contains("awaited")) style.minHeight = `${offsetHeight}px`;
  classList.toggle("awaited", !here);
};

/** @type {Expected | null} */
let latest = null;
/** @type {(rule: Rule | null, words?: Words, expected?: Expected | null) => void} */
export const show = (rule, words = wordsOfPage(), expected = latest) => {
  latest = expected;
  if (!rule || !words || !latest) return;
  keepHeight(isOf(rule, expected));
  for (const [id, text] of Object.entries(lookUp(rule, expected, words))) put(id, { text });
  for (const [id, shown] of Object.entries(offered(rule, expected, words))) put(id, shown);
};

const curved = changes();
const ringed = changes();

/** @type {Callbacks} */
export const callbacks = {
  expected: (expected, rule) => show(rule, undefined, expected),

  /* The curves of the present stay, and where the present radius lies on them. */
  certaintyOf(figure, rule, words) {
    if (!figure || !rule || !curved(figure, rule.radius_m, rule.min_dwell_min)) return noUpdate();
    const { s } = stops(rule, words);
    const line = {
      type: "line", x0: rule.radius_m, x1: rule.radius_m, y0: 0, y1: 1, yref: "paper",
      line: { color: colour("--accent"), width: 2 },
    };
    const data = figure.data.map((/** @type {any} */ trace) => ({ ...trace, visible: trace.meta === s }));
    return { data, layout: { ...figure.layout, shapes: [line] } };
  },

  /* Every rule as it is, and the present one ringed. */
  frontierOf(figure, rule, words) {
    if (!figure || !rule || !ringed(figure, rule.radius_m, rule.min_dwell_min)) return noUpdate();
    const { r, s } = stops(rule, words);
    const [all] = figure.data;
    if (!all) return figure;
    const at = r * words.min_dwell_min.length + s;
    const present = {
      ...all,
      name: words.said.this_rule,
      x: [all.x[at]], y: [all.y[at]], customdata: [all.customdata[at]],
      marker: { size: 15, color: "rgba(0,0,0,0)", line: { color: colour("--accent"), width: 3 } },
      mode: "markers+text",
      text: [words.said.this_rule],
      textposition: "bottom center",
      textfont: { color: colour("--accent"), weight: 600 },
      cliponaxis: false,
    };
    return { ...figure, data: [...figure.data, present] };
  },

  takePoint(click, words) {
    if (!click) return [noUpdate(), noUpdate()];
    const [{ customdata: [radius, stay] }] = click.points;
    return [words.radius_words.indexOf(radius), words.stay_labels.indexOf(stay)];
  },
};
