/* The names of a base map: which have room, and where. */

import { NAMES } from "./look.mjs";

/** Of one name, at least so far apart, in px. */
const APART = 240;
/** A road turns by no more than this, in radians, under its name. */
const STRAIGHT = 0.35;
const GAP = 3;

/** A name in the language of the page where the map has it, else as it is called there.
   @type {(names: Map<string, string | null>, language: string) => string} */
export const nameOf = (names, language) =>
  (language.startsWith("zh") ? names.get("name_zh") || names.get("name") : names.get("name_en") || names.get("name")) ?? "";

/** The longest piece of a line that is about straight: its ends.
   @type {(points: number[]) => [number, number, number, number]} */
export const straightest = (points) => {
  /** @type {[number, number, number, number]} */
  let best = [points[0], points[1], points[0], points[1]];
  let [longest, start, heading] = [0, 0, 0];
  for (let at = 2; at < points.length; at += 2) {
    const turn = Math.atan2(points[at + 1] - points[at - 1], points[at] - points[at - 2]);
    const off = Math.abs(Math.atan2(Math.sin(turn - heading), Math.cos(turn - heading)));
    if (at === 2 || off > STRAIGHT) [start, heading] = [at - 2, turn];
    const length = Math.hypot(points[at] - points[start], points[at + 1] - points[start + 1]);
    if (length > longest) {
      longest = length;
      best = [points[start], points[start + 1], points[at], points[at + 1]];
    }
  }
  return best;
};

/** The boxes that text takes, left, top, right and bottom: one, or where it is turned a row of small ones.
   @type {(x: number, y: number, width: number, height: number, angle: number) => Taken[]} */
const boxes = (x, y, width, height, angle) => {
  const pieces = angle ? Math.max(1, Math.ceil(width / height)) : 1;
  const [across, half] = [width / pieces, height / 2 + GAP];
  return Array.from({ length: pieces }, (_, at) => {
    const off = (at + 0.5) * across - width / 2;
    const [middleX, middleY] = [x + off * Math.cos(angle), y + off * Math.sin(angle)];
    const reach = angle ? half : across / 2 + GAP;
    return [middleX - reach, middleY - half, middleX + reach, middleY + half];
  });
};

/** @type {(one: Taken, other: Taken) => boolean} */
const meets = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

/** Where a name of a feature would stand, null where it has no room on its road.
   @type {(points: number[], width: number, style: BaseName) => { x: number, y: number, angle: number } | null} */
const spotOf = (points, width, { along, dot, size }) => {
  if (!along) return { x: points[0] + (dot ? width / 2 + 7 : 0), y: points[1] - (dot ? 0 : size / 4), angle: 0 };
  const [x1, y1, x2, y2] = straightest(points);
  if (Math.hypot(x2 - x1, y2 - y1) < width + 2 * GAP) return null;
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const upright = Math.abs(angle) > Math.PI / 2 ? angle - Math.sign(angle) * Math.PI : angle;
  return { x: (x1 + x2) / 2, y: (y1 + y2) / 2, angle: upright || 1e-9 };
};

/** The names that are shown, none over another nor over what is `taken`, none twice nearby.
   `features` gives those of a kind in px; `measure` the width of a text.
   @type {(features: (kind: string) => Iterable<NamedFeature>, view: NamesView, measure: (text: string, style: BaseName) => number) => PlacedName[]} */
export const placed = (features, { zoom, language, taken, frame }, measure) => {
  const full = [...taken];
  /** @type {PlacedName[]} */
  const shown = [];
  for (const style of NAMES) {
    if (zoom < style.from) continue;
    for (const { names, points } of features(style.kind)) {
      const text = nameOf(names, language);
      const width = text ? measure(text, style) : 0;
      const spot = width ? spotOf(points, width, style) : null;
      if (!spot) continue;
      const wanted = boxes(spot.x, spot.y, width, style.size, spot.angle);
      if (style.dot) wanted.push(...boxes(points[0], points[1], 6, 6, 0));
      const inside = wanted.every((box) => box[0] >= frame[0] && box[1] >= frame[1] && box[2] <= frame[2] && box[3] <= frame[3]);
      const again = shown.some((other) => other.text === text && Math.hypot(other.x - spot.x, other.y - spot.y) < APART);
      if (!inside || again || wanted.some((box) => full.some((other) => meets(box, other)))) continue;
      full.push(...wanted);
      shown.push({ ...spot, text, style, at: [points[0], points[1]] });
    }
  }
  return shown;
};
