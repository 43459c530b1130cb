/* The heat of a map, of one rule or of several side by side: as it comes from the server, how a cell looks and what it says. */

import { fill, number } from "../page/words.mjs";
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

/** The count of the cell at a place in words: a number, a range, or that it is too small to tell.
   @type {(heat: Heat, source: Source, at: number, words: Words) => string} */
export const count = ({ threshold }, source, at, words) => {
  const [low, high] = [source.low[at], source.high[at]];
  if (source.classes[at] === WITHHELD && high < threshold) return fill(words.fewer, { threshold });
  return low === high ? number(low) : fill(words.between, { low: number(low), high: number(high) });
};
