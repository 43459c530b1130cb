/* What a rule is made of, and when two are the same. */

export const FIELDS = ["release", "site", "radius_m", "min_dwell_min", "start", "end"];

/* What is asked of these holds for every radius and stay. */
const WINDOW = ["release", "site", "start", "end"];

const same = (names) => (a, b) => Boolean(a && b) && names.every((name) => a[name] === b[name]);

export const sameRule = same(FIELDS);

export const sameWindow = same(WINDOW);

export const windowOf = (rule) => Object.fromEntries([...WINDOW, "radius_m", "min_dwell_min"].map((name) => [name, rule[name]]));

/* A slider reports a drag before it reports its value: the one that has just moved is right. */
export const position = (moved, dragged, value) => (moved.includes("drag_value") ? (dragged ?? value) : value);
