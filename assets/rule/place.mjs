/* The place of a rule as its text says it: places by their ids, a point, or the corners of an area. */

const SEPARATOR = "~";
const MARK = "@";
/* Of a degree: about 1 m. */
const DECIMALS = 5;

/** @type {(kinds: string[][]) => boolean} */
const isUnknown = (kinds) => kinds.flat().every((kind) => kind === "unbounded");

/** @type {(site: string) => boolean} */
export const isDrawn = (site) => String(site).startsWith(MARK);

/** @type {(site: string) => boolean} */
export const isArea = (site) => isDrawn(site) && site.includes(SEPARATOR);

/** The site of a rule from the two controls of the place.
   @type {(first: string, more: string[] | null) => string} */
export const siteOf = (first, more) => (isDrawn(first) ? first : [...new Set([first, ...(more || [])])].join(SEPARATOR));

/** A point as text, to about 1 m.
   @type {(point: number[], between?: string) => string} */
export const written = (point, between = ",") => point.map((degrees) => degrees.toFixed(DECIMALS)).join(between);

/** The site of a rule about a point or corners.
   @type {(points: number[][]) => string} */
export const drawn = (points) => MARK + points.map((point) => written(point)).join(SEPARATOR);

/** Whether a point is as near to the area [south-west, north-east] of a release as a drawn place can be.
   @type {(point: Point, release: Pick<Release, "area" | "near">) => boolean} */
export const isNear = ([lat, lng], { area, near }) => {
  if (!area) return true;
  const [[south, west], [north, east]] = area;
  return lat >= south - near && lat <= north + near && lng >= west - near && lng <= east + near;
};

/** Whether two sides of an outline cross.
   @type {(corners: Point[]) => boolean} */
export const crosses = (corners) => {
  /** @type {(point: Point, from: Point, to: Point) => number} */
  const left = ([y, x], [fromY, fromX], [toY, toX]) => Math.sign((toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX));
  /** @type {(a: Point, b: Point, from: Point, to: Point) => boolean} */
  const apart = (a, b, from, to) => left(a, from, to) * left(b, from, to) < 0;
  /** @type {[Point, Point][]} */
  const sides = corners.map((corner, at) => [corner, corners[(at + 1) % corners.length]]);
  return sides.some(([a, b], at) => sides.slice(at + 1).some(([c, d]) => apart(a, b, c, d) && apart(c, d, a, b)));
};

/** A place with those beside the first one of a rule's site.
   @type {(first: string, site: string) => string} */
export const beside = (first, site) => siteOf(first, isDrawn(site) ? [] : String(site).split(SEPARATOR).slice(1));

/** What of the page depends on whether anybody counted the place.
   @type {(answer: Pick<Answer, "ask" | "outline" | "site" | "kinds">) => Record<string, Put>} */
export const parts = ({ ask, outline, site, kinds }) => ({
  ask: { hidden: !ask },
  "ask-words": { text: ask || "" },
  charts: { className: ["panel charts", ...(ask ? ["uncounted"] : []), ...(isUnknown(kinds) ? ["unknown"] : [])].join(" ") },
  "radius-field": { hidden: Boolean(outline) },
  "more-field": { hidden: isDrawn(site) },
});
