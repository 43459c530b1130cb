/* Rules side by side, as the address of the page says them. */

/* What the rules are called in an address, and how many there are at least. */
export const NAMES = ["a", "b", "c", "d"];
export const AT_LEAST = 2;

/** @type {(keyof Compared)[]} */
export const FIELDS = ["site", "radius_m", "min_dwell_min", "start", "end"];

/** The fields of a rule that its heat follows.
   @type {(keyof Compared)[]} */
const HEATED = ["min_dwell_min", "start", "end"];

/** @type {(value: unknown) => string} */
const day = (value) => String(value).slice(0, "2020-06-01".length);

/** @type {(a: Compared | null, b: Compared | null) => boolean} */
export const sameHeat = (a, b) => HEATED.every((name) => a && b && a[name] === b[name]);

/** @type {(rule: Compared) => string} */
export const queryOfRule = (rule) => new URLSearchParams(FIELDS.map((name) => [name, String(rule[name])])).toString();

/** The rules of the columns; a date that was cleared stays as it was before.
   @type {(sites: string[], radii: number[], stays: number[], starts: (string | null)[], ends: (string | null)[], before: Compared[]) => Compared[]} */
export const rulesOf = (sites, radii, stays, starts, ends, before) =>
  sites.map((site, column) => ({
    site,
    radius_m: radii[column],
    min_dwell_min: stays[column],
    start: day(starts[column] || before[column]?.start),
    end: day(ends[column] || before[column]?.end),
  }));

/** `at` is the middle and the zoom of the maps, empty where they frame the places of the rules.
   @type {(release: string, rules: Compared[], at: string, language: Said) => string} */
export const queryOf = (release, rules, at, language) =>
  new URLSearchParams([
    ["release", release],
    ...rules.map((rule, column) => [NAMES[column], queryOfRule(rule)]),
    ...(at ? [["at", at]] : []),
    ...Object.entries(language),
  ]).toString();
