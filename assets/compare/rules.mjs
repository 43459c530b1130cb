/* Rules side by side, as the address of the page says them. */

/* What the rules are called in an address, and how many there are at least. */
export const NAMES = ["a", "b", "c", "d"];
export const AT_LEAST = 2;

export const FIELDS = ["site", "radius_m", "min_dwell_min", "start", "end"];

/* The fields of a rule that its heat follows. */
const HEATED = ["min_dwell_min", "start", "end"];

const day = (value) => String(value).slice(0, "2020-06-01".length);

export const sameHeat = (a, b) => Boolean(a && b) && HEATED.every((name) => a[name] === b[name]);

export const queryOfRule = (rule) => new URLSearchParams(FIELDS.map((name) => [name, rule[name]])).toString();

/* The rules of the columns; a date that was cleared stays as it was before. */
export const rulesOf = (sites, radii, stays, starts, ends, before) =>
  sites.map((site, column) => ({
    site,
    radius_m: radii[column],
    min_dwell_min: stays[column],
    start: day(starts[column] || before[column]?.start),
    end: day(ends[column] || before[column]?.end),
  }));

/* `at` is the middle and the zoom of the maps, empty where they frame the places of the rules. */
export const queryOf = (release, rules, at, language) =>
  new URLSearchParams([
    ["release", release],
    ...rules.map((rule, column) => [NAMES[column], queryOfRule(rule)]),
    ...(at ? [["at", at]] : []),
    ...Object.entries(language),
  ]).toString();
