/* The heat of a map, of one rule or of several side by side: as it comes from the server, how a cell looks and what it says. */

import { fill, number, tenths } from "../page/words.mjs";
import { bytes, counts } from "./packed.mjs";

/* The classes of the heat are 1 upwards, with 0 for nobody. The first one is of cells whose counts are mostly withheld,
   and there so much is left of the strength of the heat. */
const WITHHELD = 1;
const FAINT = 0.45;

export const hidden = { stroke: false, fill: false, interactive: false };

/** How strong a colour of the heat is drawn, of a strength that is a number of CSS.
   @type {(heat: Pick<Heat, "colours">, strength: number | string) => (colour: string) => string} */
export const strengthOf = ({ colours }, strength) => (colour) => `${strength} * ${colour === colours[WITHHELD - 1] ? FAINT : 1}`;

/** @type {(packed: Packed) => Source} */
export const unpack = ({ classes, low, high }) => ({ classes: bytes(classes), low: counts(low), high: counts(high) });

/** The look of the cell at a place of unpacked heat; `strength` is the opacity of what was counted, 0 to 1.
   @type {(heat: Heat, source: Source, at: number, strength: number) => L.PathOptions} */
export const style = ({ colours }, source, at, strength) => {
  const shade = source.classes[at];
  if (!shade) return hidden;
  const fillOpacity = strength * (shade === WITHHELD ? FAINT : 1);
  return { stroke: false, fill: true, interactive: true, fillColor: colours[shade - 1], fillOpacity };
};

/** @type {(low: string, high: string, words: Words) => string} */
const range = (low, high, words) => (low === high ? low : fill(words.between, { low, high }));

/** The count of the cell at a place in one hour: a number, a range, or that it is too small to tell.
   @type {(heat: Pick<Heat, "threshold">, source: Source, at: number, words: Words) => string} */
export const count = ({ threshold }, source, at, words) => {
  const [low, high] = [source.low[at], source.high[at]];
  if (source.classes[at] === WITHHELD && high < threshold) return fill(words.fewer, { threshold });
  return range(number(low), number(high), words);
};

/** That of an average hour of a sum: whole from ten on, else in tenths; low and high rounded outward.
   @type {(heat: Pick<Heat, "hours">, source: Source, at: number, words: Words) => string} */
export const average = ({ hours }, source, at, words) => {
  const [low, high] = [source.low[at], source.high[at]];
  if (low === high) return high / hours < 0.05 ? fill(words.under_number, { number: tenths(0.1) }) : written(high / hours, Math.round);
  return range(written(low / hours, Math.floor), written(high / hours, Math.ceil), words);
};

/** @type {(value: number, round: (value: number) => number) => string} */
const written = (value, round) => (value < 10 ? tenths(round(10 * value) / 10) : number(round(value)));
