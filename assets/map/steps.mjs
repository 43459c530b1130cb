/* Points of the map in pixels, [x, y] with y downwards: which is nearest, which lies next in a direction, which is inside. */

/** The direction of each arrow of the keyboard.
   @type {Record<string, Point>} */
export const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/* The six neighbours of a hexagon are one spacing away, the next ones 1.7. */
const NEIGHBOUR = 1.4;
/* How much of a step has to lead in its direction: within 66 degrees of it. */
const AHEAD = 0.4;
const ASIDE = 0.01;

/** @type {(from: Point, what: Point) => Point} */
const minus = ([x, y], [u, v]) => [x - u, y - v];
/** @type {(step: Point) => number} */
const length = ([x, y]) => Math.hypot(x, y);

/** The position of the point nearest to one, or -1.
   @type {(from: Point, points: Point[]) => number} */
export const nearest = (from, points) =>
  points.reduce((best, point, at) => (best < 0 || length(minus(point, from)) < length(minus(points[best], from)) ? at : best), -1);

/** The position of the neighbour that lies most in a direction, or -1.
   @type {(from: Point, points: Point[], direction: Point) => number} */
export const neighbour = (from, points, direction) => {
  const others = points.map((point, at) => ({ at, to: minus(point, from) })).filter(({ to }) => length(to) > 0);
  const spacing = Math.min(...others.map(({ to }) => length(to)));
  const [right, down] = direction;
  // A little to one side, so that of two as good the step back takes the same.
  const [u, v] = [right - ASIDE * down, down + ASIDE * right];
  /** @type {(one: { to: Point }) => number} */
  const along = ({ to: [x, y] }) => (x * u + y * v) / length([x, y]);
  const ahead = others.filter((one) => length(one.to) < NEIGHBOUR * spacing && along(one) > AHEAD);
  const [first, ...rest] = ahead;
  return first ? rest.reduce((best, one) => (along(best) >= along(one) ? best : one), first).at : -1;
};

/** Whether a point [lng, lat] lies inside rings of such points: a line from it crosses them an odd number of times.
   @type {(point: Point, rings: Point[][]) => boolean} */
export const inside = ([x, y], rings) => {
  /** @type {[Point, Point][]} */
  const edges = rings.flatMap((ring) => ring.slice(1).map((end, at) => [ring[at], end]));
  return edges.filter(([[a, b], [c, d]]) => b > y !== d > y && x < ((c - a) * (y - b)) / (d - b) + a).length % 2 === 1;
};
