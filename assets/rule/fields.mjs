/* What a rule is made of, and when two are the same. */

/** @type {(keyof Rule)[]} */
export const FIELDS = ["release", "site", "radius_m", "min_dwell_min", "start", "end"];

/** What is asked of these holds for every radius and stay.
   @type {(keyof Rule)[]} */
const WINDOW = ["release", "site", "start", "end"];

/** @type {(names: (keyof Rule)[]) => (a: Rule | null, b: Rule | null) => boolean} */
const same = (names) => (a, b) => names.every((name) => a && b && a[name] === b[name]);

export const sameRule = same(FIELDS);

export const sameWindow = same(WINDOW);

/** @type {(keyof Rule)[]} */
const OF_WINDOW = [...WINDOW, "radius_m", "min_dwell_min"];

/** @type {(rule: Rule) => Partial<Rule>} */
export const windowOf = (rule) => Object.fromEntries(OF_WINDOW.map((name) => [name, rule[name]]));

/** A slider reports a drag before it reports its value: the one that has just moved is right.
   @type {(moved: string, dragged: number | null | undefined, value: number) => number} */
export const position = (moved, dragged, value) => (moved.includes("drag_value") ? (dragged ?? value) : value);
