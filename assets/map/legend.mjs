/* The legend of a map: its title and its classes, in the colours that the map shows. */

import { part } from "../page/parts.mjs";

/** A colour as it looks on a ground, so strong; `strength` is a number of CSS, 0 to 1.
   @type {(colour: string, strength: number | string, ground: string) => string} */
const blended = (colour, strength, ground) => `color-mix(in srgb, ${colour} calc(${strength} * 100%), var(${ground}))`;

/** The legend of what is drawn on a ground, each colour so strong as it is there.
   @type {(of: LegendOf, strengthOf: (colour: string) => number | string, ground: string) => Part[]} */
export const legend = ({ title, legend: classes, finer }, strengthOf, ground) => [
  part("div", { className: "legend-title" }, title),
  part("ul", {}, classes.map(({ colour, words }) =>
    part("li", {}, [part("span", { className: "swatch", style: { background: blended(colour, strengthOf(colour), ground) } }, ""), words]),
  )),
  ...(finer ? [part("div", { className: "legend-note" }, finer)] : []),
];
