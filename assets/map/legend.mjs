/* The legend of a map: its title and its classes. */

import { part } from "../page/parts.mjs";

/** @type {(of: LegendOf) => Part[]} */
export const legend = ({ title, legend: classes, finer }) => [
  part("div", { className: "legend-title" }, title),
  part("ul", {}, classes.map(({ colour, words }) =>
    part("li", {}, [part("span", { className: "swatch", style: { background: colour } }, ""), words]),
  )),
  ...(finer ? [part("div", { className: "legend-note" }, finer)] : []),
];
