/* What is saved, rules and comparisons, as a file or as the browser keeps it: read, checked entry by entry, joined, written.
   Each is a name, a note, an address of ours without what the server is reached below, and what stood there when it was saved. */

import { AT_LEAST, FIELDS, NAMES } from "../compare/rules.mjs";
import { prefix } from "../page/address.mjs";
import { fill } from "../page/words.mjs";

const SCHEMA = "screening-scope-saved/1";
const OF_RULES = "screening-scope-rules/1";
const NEEDED = ["name", "address"];
const TEXTS = [...NEEDED, "id", "note", "rule", "unit", "number", "interval", "method", "answers", "release", "digest", "saved_at"];
const LONGEST = 8000;

/** @type {(value: unknown) => boolean} */
const isText = (value) => typeof value === "string" && value.length <= LONGEST;

/** @type {(query: URLSearchParams) => string} */
const lackOfRule = (query) => FIELDS.find((name) => !query.get(name)) ?? "";

/** @type {(query: URLSearchParams) => string} */
const lackOfComparison = (query) => {
  for (const [position, name] of NAMES.entries()) {
    const rule = query.get(name);
    if (!rule && position < AT_LEAST) return name;
    const lack = rule ? lackOfRule(new URLSearchParams(rule)) : "";
    if (lack) return `${name}.${lack}`;
  }
  return "";
};

/** The pages that can be saved, by their path: what is on them, and what an address of them lacks.
   @type {Map<string, { kind: string, lack: (query: URLSearchParams) => string }>} */
const PAGES = new Map([
  ["/", { kind: "rule", lack: lackOfRule }],
  ["/compare", { kind: "comparison", lack: lackOfComparison }],
]);

/** @type {(address: string) => { path: string, query: URLSearchParams }} */
const split = (address) => {
  const [path, ...query] = address.split("?");
  return { path, query: new URLSearchParams(query.join("?")) };
};

/** What is wrong with an entry, in words; nothing if it can be opened.
   @type {(entry: Record<string, any>, words: Said) => string} */
const fault = (entry, words) => {
  const wrong = TEXTS.find((name) => (NEEDED.includes(name) || name in entry) && (!isText(entry[name]) || (NEEDED.includes(name) && !entry[name].trim())));
  if (wrong) return fill(words.no_text, { field: wrong });
  const { path, query } = split(entry.address);
  const page = PAGES.get(path);
  if (!page) return words.no_page;
  const missing = page.lack(query);
  return missing ? fill(words.no_rule, { field: missing }) : "";
};

/** A rule saved before comparisons could be: the query of the first page alone.
   @type {(entry: Record<string, any>) => Record<string, any>} */
const addressed = ({ query, ...entry }) => (isText(query) ? { ...entry, address: `/?${query}` } : entry);

/** @type {(entry: Record<string, any>) => Record<string, string>} */
const known = (entry) => Object.fromEntries(TEXTS.filter((name) => name in entry).map((name) => [name, entry[name]]));
/** @type {(one: Saved, other: Saved) => boolean} */
const same = (one, other) => TEXTS.every((name) => name === "id" || (one[name] ?? "") === (other[name] ?? ""));

/** @type {(content: any) => unknown} */
const listed = (content) => {
  if (content?.schema === SCHEMA) return content.saved;
  return content?.schema === OF_RULES ? content.rules : null;
};

/** @type {(address: string) => string} */
export const kindOf = (address) => PAGES.get(split(address).path)?.kind ?? "";

/** The address of an entry as a link says it.
   @type {(address: string) => string} */
export const link = (address) => {
  const { path, query } = split(address);
  return `${prefix()}${path}?${query}`;
};

/** @type {(entries: Saved[]) => string} */
export const write = (entries) => JSON.stringify({ schema: SCHEMA, saved: entries }, null, 2);

/** The entries of a text that can be opened, and what is wrong with the others and with the text, a sentence each.
   @type {(text: string, words: Said) => Opened} */
export const read = (text, words) => {
  let content = null;
  try {
    content = JSON.parse(text);
  } catch {
    return { entries: [], problems: [words.no_json] };
  }
  const list = listed(content);
  if (!Array.isArray(list)) return { entries: [], problems: [fill(words.no_schema, { schema: SCHEMA })] };
  /** @type {Opened} */
  const { entries, problems } = { entries: [], problems: [] };
  list.forEach((one, position) => {
    const isEntry = one !== null && typeof one === "object" && !Array.isArray(one);
    const entry = isEntry && content.schema === OF_RULES ? addressed(one) : one;
    const which = { position: position + 1, name: isText(entry?.name) ? entry.name : "" };
    const wrong = isEntry ? fault(entry, words) : words.no_entry;
    if (wrong) return problems.push(fill(words.left_out, { ...which, wrong }));
    const unknown = Object.keys(entry).filter((name) => !TEXTS.includes(name));
    if (unknown.length) problems.push(fill(words.unknown_fields, { ...which, fields: unknown.join(", ") }));
    return entries.push(/** @type {Saved} */ (known(entry)));
  });
  return { entries, problems };
};

/** The name, or, where something is called so, the name with the first number that makes it another.
   @type {(name: string, entries: Saved[]) => string} */
export const free = (name, entries) => {
  const taken = new Set(entries.map((entry) => entry.name));
  let [other, number] = [name, 1];
  while (taken.has(other)) other = `${name} (${(number += 1)})`;
  return other;
};

/** Both lists in one: what is in both stays once, and an entry never takes the place of another.
   @type {(kept: Saved[], opened: Saved[], newId: () => string) => Saved[]} */
export const join = (kept, opened, newId) => {
  const all = [...kept];
  for (const entry of opened) {
    if (all.some((one) => same(one, entry))) continue;
    const taken = !entry.id || all.some(({ id }) => id === entry.id);
    all.push(taken ? { ...entry, id: newId() } : entry);
  }
  return all;
};
