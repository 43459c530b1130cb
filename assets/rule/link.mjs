/* The whole view in the address of the page: the rule, and of all else what is not as usual. */

import { see, sight as seen } from "../map/sight.mjs";
import { whereabouts } from "../map/view.mjs";
import { noUpdate, setProps } from "../page/dash.mjs";
import { chosen } from "../page/language.mjs";
import { put } from "../page/parts.mjs";
import { describe } from "../page/sliders.mjs";
import { FIELDS } from "./fields.mjs";
import * as history from "./history.mjs";
import { labelsOf } from "./put.mjs";

const ASSUMED = [
  "tests_each", "pool", "infected_of_1000", "tests_a_day", "quarantine_days", "calls_a_day", "true_radius_m", "true_stay_min",
];

/** `beside` and `usual` hold the parts of a link that are not the rule, as text by name.
   @type {(rule: Rule, beside: Record<string, string>, usual: Said) => string} */
export const queryOf = (rule, beside, usual) => {
  const query = new URLSearchParams();
  for (const name of FIELDS) query.set(name, String(rule[name]));
  for (const [name, value] of Object.entries(beside)) if (value !== usual[name]) query.set(name, value);
  return query.toString();
};

/** @type {(look: Pick<Look, "focus" | "hours" | "layer">) => Said} */
export const ofLook = ({ focus, hours, layer }) => ({ focus, hours: hours.join("-"), layer });

/** In the address, and in the links to the other pages, which lead back here.
   @type {(query: string, rule: Rule) => void} */
const keep = (query, rule) => {
  history.keep(query, queryOf(rule, {}, {}), { rule, labels: labelsOf(rule.site) });
  history.remember(query);
  for (const link of document.querySelectorAll(".pages a")) link.search = query;
};

/** @type {string | null} */
let asked = null;

/** @type {Callbacks} */
export const callbacks = {
  /* What was said of the view before no longer holds once it has changed. */
  address(rule, look, sight, assumed, release) {
    if (!rule || !look || !sight || !assumed) return;
    const beside = { ...ofLook(look), ...sight, ...assumed, ...chosen(window.location.search) };
    const query = queryOf(rule, beside, release.usual);
    if (asked !== null && asked !== query) setProps("notice", { children: null });
    asked = query;
    // Writing the address takes longer than a frame has: it waits until the frame is drawn.
    setTimeout(() => query === asked && keep(query, rule));
  },

  sight(borders, ground, opacity, bounds, zoom, before, words) {
    see({ districts: borders.length ? "on" : "off", opacity, basemap: ground.length ? "on" : "off" });
    const strength = `${opacity}%`;
    put("opacity-words", { text: strength });
    describe("opacity", words.labels.opacity, strength);
    const sight = { at: whereabouts(before.at), districts: seen().districts, opacity: String(opacity), basemap: seen().basemap };
    const same = Object.entries(sight).every(([name, value]) => value === before[name]);
    return same ? noUpdate() : sight;
  },

  /* An input that is empty or wrong counts as usual, as on the server. */
  assumed(...inputs) {
    const { usual } = inputs.pop();
    return Object.fromEntries(ASSUMED.map((name, at) => [name, String(inputs[at] ?? usual[name])]));
  },
};
