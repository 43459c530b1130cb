/* Rules side by side: from the controls of every column to the rules, and from those to the address of the page. */

import { noUpdate, setProps } from "../page/dash.mjs";
import { chosen } from "../page/language.mjs";
import { put } from "../page/parts.mjs";
import { name as nameOfTheme } from "../page/theme.mjs";
import { keep } from "../rule/history.mjs";
import { frame } from "./maps.mjs";
import { queryOf, queryOfRule, rulesOf, sameHeat } from "./rules.mjs";

/** A part of a column, as Dash names it.
   @type {(column: number, part: string) => string} */
const idOf = (column, part) => JSON.stringify({ column, part });

/** The button that took a column away has gone with it, the one that brought the last column that there can be cannot
   be pressed: the keyboard goes on at the other.
   @type {number | undefined} */
let columns;
/** @type {(now: number, page?: any) => void} */
export const refocus = (now, page = document) => {
  const before = columns;
  columns = now;
  if (before === undefined || now === before) return;
  const [add, on] = [page.getElementById("add-rule"), page.activeElement];
  if (on !== page.body && !on.disabled) return;
  const next = add.disabled ? page.getElementById(idOf(now - 1, "site")) : add;
  next.focus();
};

/** What is new of a property of every column.
   @type {Record<"days" | "rings", string[]>} */
let told = { days: [], rings: [] };
/** @type {(name: "days" | "rings", values: unknown[]) => unknown[]} */
const news = (name, values) => {
  const before = told[name];
  told[name] = values.map((value) => JSON.stringify(value));
  return values.map((value, column) => (told[name][column] === before[column] ? noUpdate() : value));
};

/** @type {string | null} */
let asked = null;

/** @type {Callbacks} */
export const callbacks = {
  /* In the address, and in the links to the other pages, which show the first rule. */
  comparedAddress(compared, at) {
    if (!compared) return;
    const { release, rules } = compared;
    const [first] = rules;
    const query = queryOf(release, rules, at, chosen(window.location.search));
    if (asked !== null && asked !== query) setProps("notice", { children: null });
    asked = query;
    keep(query, queryOf(release, rules, "", {}));
    for (const link of document.querySelectorAll(".pages a")) {
      link.search = link.ariaCurrent ? query : `release=${encodeURIComponent(release)}&${queryOfRule(first)}`;
    }
  },

  compared(sites, radii, stays, starts, ends, before, heated, release) {
    const rules = rulesOf(sites, radii, stays, starts, ends, before?.rules ?? []);
    if (!rules.length) return [noUpdate(), []];
    put("compared-columns", { ariaBusy: "true" });
    // Columns that have just come show nothing yet.
    if (!heated.every(Boolean)) told = { days: [], rings: [] };
    const moved = rules.map((rule, column) => (sameHeat(rule, heated[column]) ? noUpdate() : rule));
    return [{ release: release.key, rules }, moved];
  },

  /* The answers to all rules: words and tables are put on the page, charts, rings and maps are told what is new. */
  comparedAnswer(answer, ids) {
    if (answer?.answers.length !== ids.length) return [ids, ids, ids].map((all) => all.map(noUpdate));
    answer.answers.forEach((/** @type {Part[]} */ parts, /** @type {number} */ column) => put(idOf(column, "answer"), { parts }));
    put("compared-tables", { parts: answer.tables });
    put("compared-said", { text: answer.said });
    put("add-rule", { disabled: answer.full });
    put("compared-columns", { ariaBusy: "false" });
    refocus(ids.length);
    return [news("days", answer.days), news("rings", answer.rings), frame(answer.frame, ids)];
  },

  /* A switched theme is seen in the document, before anybody else hears of the click. */
  comparedTheme: () => nameOfTheme(),
};

export const listen = () => {
  const follow = () => {
    if (document.querySelector(".compare")) setProps("compared-theme", { data: nameOfTheme() });
  };
  new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ["data-theme"] });
};
