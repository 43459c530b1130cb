/* What is typed to find a place: forgiven its spelling, or understood as coordinates. */

import { fill } from "../page/words.mjs";
import { drawn, isDrawn, isNear, written } from "./place.mjs";

/** @typedef {{ label: string, value: string, search?: string }} Option */

/* So many letters may be other, more, fewer or exchanged, by the length of what is typed. */
const FORGIVEN = [[7, 2], [4, 1]];

/** @type {(text: string) => string} */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
/** @type {(text: string) => string[]} */
const wordsOf = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** The fewest edits that make a beginning of a word of what is typed (Damerau-Levenshtein, neighbours exchanged once).
   @type {(typed: string, word: string) => number} */
export const edits = (typed, word) => {
  const rows = [Array.from({ length: word.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= typed.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= word.length; j += 1) {
      const same = typed[i - 1] === word[j - 1];
      const exchanged = i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1];
      rows[i][j] = Math.min(
        rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1), exchanged ? rows[i - 2][j - 2] + 1 : Infinity,
      );
    }
  }
  return Math.min(...rows[typed.length]);
};

/** @type {(typed: string, words: string[]) => boolean} */
const isLike = (typed, words) => {
  const [, allowed] = FORGIVEN.find(([letters]) => typed.length >= letters) ?? [0, 0];
  return words.some((word) => word.includes(typed) || edits(typed, word) <= allowed);
};

/** Whether a text names what may be looked for by a list of words: word by word, or written as one.
   @type {(text: string, looked: string) => boolean} */
export const names = (text, looked) => {
  const [typed, words] = [wordsOf(text), wordsOf(looked)];
  return typed.length > 0 && (typed.every((one) => isLike(one, words)) || words.join("").includes(typed.join("")));
};

/** The point that a text says: latitude and longitude in degrees, in this order.
   @type {(text: string) => Point | null} */
export const pointOf = (text) => {
  const [, lat, lng] = text.trim().match(/^@?(-?\d{1,2}(?:\.\d+)?)°?\s*[,，;\s]\s*(-?\d{1,3}(?:\.\d+)?)°?$/) ?? [];
  return lat === undefined ? null : [Number(lat), Number(lng)];
};

/** The options with what a text finds among them, or as coordinates: the list of dcc shows those whose `search` holds the text.
   A point that was found before goes, unless it was chosen.
   @type {(options: Option[], text: string, chosen: string, release: Pick<Release, "area" | "near">, called: string) => Option[]} */
export const found = (options, text, chosen, release, called) => {
  const point = pointOf(text);
  const value = point && isNear(point, release) ? drawn([point]) : null;
  const listed = options.filter((option) => option.value !== value && (!isDrawn(option.value) || option.value === chosen));
  const known = listed.map((option) => {
    const [looked] = (option.search ?? option.label).split("\n");
    return { ...option, search: names(text, looked) ? `${looked}\n${text}` : looked };
  });
  if (!point || !value) return known;
  return [...known, { label: fill(called, { point: written(point, ", ") }), value, search: text }];
};
