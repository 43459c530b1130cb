/* The number, its sentence, the stay bar and the ring: looked up in the table that the server sent. */

import { leaflet } from "../map/leaflet.mjs";
import { frame } from "../map/view.mjs";
import { changes, noUpdate, words as wordsOfPage } from "../page/dash.mjs";
import { part, put } from "../page/parts.mjs";
import { colour } from "../page/theme.mjs";
import * as title from "../page/title.mjs";
import { fill } from "../page/words.mjs";
import { isArea, parts as partsOfPlace } from "../rule/place.mjs";
import { devicesLine, interval, number, ruleLine, sentence, staySentence } from "./sentence.mjs";
import { lookUp, segments, stops } from "./table.mjs";

const LEGIBLE_PERCENT = 8;

/** @type {(entry: Entry, words: Words) => Part[]} */
const bar = (entry, words) =>
  segments(entry, words).map((segment, band) => {
    const legible = segment.width >= LEGIBLE_PERCENT && !segment.unseen;
    const attributes = {
      className: `stay-segment${segment.out ? " out" : ""}${segment.unseen ? " unseen" : ""}`,
      style: { flexGrow: segment.width, flexBasis: "0" },
      title: fill(words.band_share, { band: segment.words, share: segment.share }),
    };
    return part("div", attributes, [
      part("div", { className: "stay-fill" }, legible ? segment.share : ""),
      part("div", { className: "stay-edge" }, legible ? words.band_edges[band] : ""),
    ]);
  });

/** What each part of the headline shows, by its id; while there is no answer the number stays, faded.
   @type {(rule: Rule, answer: Answer, words: Words) => Record<string, Put>} */
export const headline = (rule, answer, words) => {
  const entry = lookUp(rule, answer, words);
  if (!entry) return { headline: { className: "headline pending" } };
  return {
    number: { text: number(entry, words) },
    interval: { text: interval(entry, words) },
    "rule-place": { text: answer.place },
    "rule-line": { text: ruleLine(entry, answer, words) },
    sentence: { text: sentence(entry, answer, words) },
    "stay-bar": { parts: bar(entry, words) },
    "stay-sentence": { text: staySentence(entry, words) },
    "devices-line": { text: devicesLine(entry, words) },
    headline: { className: `headline kind-${entry.kind}` },
    ...partsOfPlace(answer),
    unit: { text: entry.scaled ? words.people_flagged : words.devices_flagged },
    method: { text: entry.kind === "unbounded" ? words.not_counted : words.methods[answer.method], className: `badge badge-${answer.method}` },
  };
};

const AREAS = "ring ring-areas";

/** The rings that are on the map, at a radius: circles around points, and what lies around areas.
   @type {(rule: Rule, answer: Answer, words: Words) => void} */
const setRings = (rule, answer, words) => {
  const outlines = answer.outlines?.[stops(rule, words).r + 1];
  leaflet()?.eachLayer((layer) => {
    if (layer instanceof window.L.Circle) layer.setRadius(rule.radius_m);
    if (outlines && layer instanceof window.L.Polygon && layer.options.className === AREAS) layer.setLatLngs(outlines);
  });
};

/** @type {Answer | null} */
let latest = null;
/** @type {(rule: Rule | null, answer?: Answer | null, words?: Words) => void} */
export const show = (rule, answer = latest, words = wordsOfPage()) => {
  latest = answer;
  if (!rule || !answer || !words) return;
  for (const [id, shown] of Object.entries(headline(rule, answer, words))) put(id, shown);
  setRings(rule, answer, words);
};

/** @type {(answer: Answer, pathOptions: object) => object[]} */
const outline = ({ points: positions }, pathOptions) => [
  { type: "Polygon", namespace: "dash_leaflet", props: { id: "ring-outline", positions, interactive: false, pathOptions } },
];

/** The boundaries of areas, thin, and around them, as the rings of points, what lies within the radius.
   @type {(outlines: Point[][][][], at: number, pathOptions: object) => object[]} */
const areas = (outlines, at, pathOptions) => {
  const polygon = (/** @type {string} */ id, /** @type {Point[][][]} */ positions, /** @type {object} */ look) => ({
    type: "Polygon",
    namespace: "dash_leaflet",
    props: { id, positions, interactive: false, pathOptions: { ...pathOptions, ...look } },
  });
  return [
    polygon("boundaries", outlines[0], { className: "boundary", weight: 1, fill: true, fillOpacity: 0.06 }),
    polygon("ring-areas", outlines[at + 1], { className: AREAS }),
  ];
};

/** @type {(rule: Rule, answer: Answer, words: Words) => object[]} */
const rings = (rule, answer, words) => {
  const pathOptions = { className: "ring", color: colour("--accent"), weight: 2.5, fill: false };
  if (answer.outline) return outline(answer, pathOptions);
  const circles = answer.points.map((center, position) => ({
    type: "Circle",
    namespace: "dash_leaflet",
    props: { id: `ring-${position}`, center, radius: rule.radius_m, fill: false, interactive: false, pathOptions },
  }));
  return answer.outlines?.length ? [...circles, ...areas(answer.outlines, stops(rule, words).r, pathOptions)] : circles;
};

const outlined = changes();

/** @type {Callbacks} */
export const callbacks = {
  /* A new table has come, or the look has changed the colour of the rings. */
  answer(answer, look, rule, words, release) {
    show(rule, answer, words);
    title.at(answer?.place);
    frame(answer, look, release);
    return lookUp(rule, answer, words) ? rings(rule, answer, words) : noUpdate();
  },

  outlineRule(figure, rule, words) {
    if (!figure || !rule) return noUpdate();
    if (!outlined(figure, rule.radius_m, rule.min_dwell_min, isArea(rule.site))) return noUpdate();
    const { r, s } = stops(rule, words);
    const row = isArea(rule.site) ? 0 : r;
    const field = {
      type: "rect", x0: s - 0.5, x1: s + 0.5, y0: row - 0.5, y1: row + 0.5,
      line: { color: colour("--accent"), width: 3 },
    };
    return { ...figure, layout: { ...figure.layout, shapes: [field] } };
  },
};
