/* Saved rules as a file or as the browser keeps them: read, checked entry by entry, joined, written. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const SCHEMA = "screening-scope-rules/1";
  const RULE = ["site", "radius_m", "min_dwell_min", "start", "end"];
  const NEEDED = ["name", "query"];
  const TEXTS = [...NEEDED, "id", "note", "rule", "unit", "number", "interval", "method", "release", "digest", "saved_at"];
  const LONGEST = 4000;

  const isText = (value) => typeof value === "string" && value.length <= LONGEST;

  /* What is wrong with an entry, in words; nothing if it can be opened. */
  const fault = (entry, words) => {
    if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return words.no_entry;
    const wrong = TEXTS.find((name) => (NEEDED.includes(name) || name in entry) && (!isText(entry[name]) || (NEEDED.includes(name) && !entry[name].trim())));
    if (wrong) return scope.fill(words.no_text, { field: wrong });
    const query = new URLSearchParams(entry.query);
    const missing = RULE.find((name) => !query.get(name));
    return missing ? scope.fill(words.no_rule, { field: missing }) : "";
  };

  const known = (entry) => Object.fromEntries(TEXTS.filter((name) => name in entry).map((name) => [name, entry[name]]));
  const same = (one, other) => TEXTS.every((name) => name === "id" || (one[name] ?? "") === (other[name] ?? ""));

  scope.saved = {
    write: (entries) => JSON.stringify({ schema: SCHEMA, rules: entries }, null, 2),

    /* The entries of a text that can be opened, and what is wrong with the others and with the text, a sentence each. */
    read(text, words) {
      let content = null;
      try {
        content = JSON.parse(text);
      } catch {
        return { entries: [], problems: [words.no_json] };
      }
      if (content?.schema !== SCHEMA || !Array.isArray(content.rules)) return { entries: [], problems: [scope.fill(words.no_schema, { schema: SCHEMA })] };
      const [entries, problems] = [[], []];
      content.rules.forEach((entry, position) => {
        const which = { position: position + 1, name: isText(entry?.name) ? entry.name : "" };
        const wrong = fault(entry, words);
        if (wrong) return problems.push(scope.fill(words.left_out, { ...which, wrong }));
        const unknown = Object.keys(entry).filter((name) => !TEXTS.includes(name));
        if (unknown.length) problems.push(scope.fill(words.unknown_fields, { ...which, fields: unknown.join(", ") }));
        return entries.push(known(entry));
      });
      return { entries, problems };
    },

    /* The name, or, where a rule is called so, the name with the first number that makes it another. */
    free(name, entries) {
      const taken = new Set(entries.map((entry) => entry.name));
      let [free, number] = [name, 1];
      while (taken.has(free)) free = `${name} (${(number += 1)})`;
      return free;
    },

    /* Both lists in one: what is in both stays once, and an entry never takes the place of another. */
    join(kept, opened, newId) {
      const all = [...kept];
      for (const entry of opened) {
        if (all.some((one) => same(one, entry))) continue;
        const taken = !entry.id || all.some(({ id }) => id === entry.id);
        all.push(taken ? { ...entry, id: newId() } : entry);
      }
      return all;
    },
  };
})();
