/* How each kind of a base map is drawn: in quiet greys of the theme, so that counts alone have a colour. */

/* From below to above; widths in px by zoom, between which they grow evenly. */
/** @type {BaseArea[]} */
export const AREAS = [
  { kind: "built", fill: "--base-built" },
  { kind: "park", fill: "--base-park" },
  { kind: "water", fill: "--base-water" },
  { kind: "hall", fill: "--base-hall", edge: "--base-road" },
];

/** @type {BaseLine[]} */
export const LINES = [
  { kind: "stream", colour: "--base-water", widths: [[13, 0.8], [17, 3]] },
  { kind: "river", colour: "--base-water", widths: [[8, 0.8], [13, 2], [17, 8]] },
  { kind: "path", colour: "--base-path", widths: [[14, 0.5], [17, 1.2]] },
  { kind: "street", colour: "--base-street", widths: [[12, 0.4], [14, 1.2], [17, 7]] },
  { kind: "through", colour: "--base-road", widths: [[10, 0.5], [14, 2], [17, 9]] },
  { kind: "main", colour: "--base-road", widths: [[8, 0.6], [12, 1.4], [14, 2.8], [17, 11]] },
  { kind: "motorway", colour: "--base-road", widths: [[5, 0.6], [10, 1.6], [14, 4], [17, 12]] },
  { kind: "subway", colour: "--base-rail", widths: [[10, 0.8], [17, 2.5]], dashes: [6, 4] },
  { kind: "tram", colour: "--base-rail", widths: [[12, 0.5], [17, 1]] },
  { kind: "rail", colour: "--base-rail", widths: [[8, 0.7], [14, 1.5], [17, 2.5]] },
];

/* Names, the first to have room first; of roads along them. */
/** @type {BaseName[]} */
export const NAMES = [
  { kind: "city", from: 4, size: 15, weight: 600, colour: "--base-place" },
  { kind: "town", from: 7, size: 13, weight: 600, colour: "--base-place" },
  { kind: "station", from: 12, size: 11, weight: 600, colour: "--base-place", dot: "square" },
  { kind: "market", from: 14, size: 12, weight: 600, colour: "--base-place", dot: "round" },
  { kind: "suburb", from: 11, size: 12, weight: 600, colour: "--base-place" },
  { kind: "hood", from: 13, size: 11, weight: 600, colour: "--base-name" },
  { kind: "motorway", from: 14, size: 11, weight: 500, colour: "--base-name", along: true },
  { kind: "main", from: 14.5, size: 11, weight: 500, colour: "--base-name", along: true },
  { kind: "through", from: 15, size: 11, weight: 500, colour: "--base-name", along: true },
  { kind: "spot", from: 15, size: 11, weight: 500, colour: "--base-name", dot: "round" },
  { kind: "street", from: 15.5, size: 10.5, weight: 500, colour: "--base-name", along: true },
];

/** The width of a line at a zoom.
   @type {(widths: BaseLine["widths"], zoom: number) => number} */
export const widthAt = (widths, zoom) => {
  const after = widths.findIndex(([from]) => from > zoom);
  if (after === 0) return widths[0][1];
  if (after < 0) return widths[widths.length - 1][1];
  const [[low, thin], [high, thick]] = [widths[after - 1], widths[after]];
  return thin + ((zoom - low) / (high - low)) * (thick - thin);
};
