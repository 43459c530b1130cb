/* Dates that are typed: what cannot be a date of the rule is said in words and changes nothing; dcc would clear or move it. */

import { dataOf } from "../page/dash.mjs";
import { around, put } from "../page/parts.mjs";
import { fill } from "../page/words.mjs";

/** The day that a text says, as in an address: the year before month and day, or as English writes dates; null for none.
   @type {(typed: string) => string | null} */
export const dayOf = (typed) => {
  const [, ...figures] = typed.trim().match(/^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D?$/) ?? [];
  const said = /[a-z]{3}/i.test(typed) ? new Date(`${typed} UTC`) : new Date(NaN);
  const [year, month, day] = figures.length ? figures.map(Number) : [said.getUTCFullYear(), said.getUTCMonth() + 1, said.getUTCDate()];
  const found = new Date(Date.UTC(year, month - 1, day));
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day ? found.toISOString().slice(0, "2020-06-01".length) : null;
};

/** What is wrong with a text typed as the first or the last date of a rule, by the name of its words; null for nothing.
   @type {(typed: string, end: boolean, rule: Pick<Rule, "start" | "end">, period: { first: string, last: string }) => string | null} */
export const wrongWith = (typed, end, rule, { first, last }) => {
  const day = dayOf(typed);
  if (!day) return "unread";
  if (day < first || day > last) return "outside";
  return (end ? day < rule.start : day > rule.end) ? "order" : null;
};

/** What stood in a field before it was typed into.
   @type {{ field: HTMLInputElement | null, text: string }} */
const before = { field: null, text: "" };

/** As a hand would type it, so that React hears of it.
   @type {(field: HTMLInputElement, text: string) => void} */
const write = (field, text) => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

/** @type {(event: Event) => HTMLInputElement | null} */
const typedInto = (event) => {
  const field = around(event, ".rule .dates input");
  return field === before.field && field?.value.trim() !== before.text ? field : null;
};

/** Whether what was typed may stand; what is wrong with it is said.
   @type {(field: HTMLInputElement) => boolean} */
const accepted = (field) => {
  const { outside, unread, order, first, last } = /** @type {HTMLElement} */ (field.closest(".dates")).dataset;
  const end = field.id.endsWith("end-date");
  const wrong = wrongWith(field.value, end, dataOf("rule"), { first: first ?? "", last: last ?? "" });
  put("dates-note", { text: wrong && field.value.trim() ? fill({ outside, unread, order }[wrong] ?? "", { typed: field.value.trim() }) : "" });
  field.setAttribute("aria-invalid", String(wrong !== null));
  return wrong === null;
};

export const listen = () => {
  document.addEventListener("focusin", (event) => {
    const field = around(event, ".rule .dates input");
    if (field) Object.assign(before, { field, text: field.value.trim() });
  });

  /* Before React hears of them. */
  document.addEventListener("keydown", (event) => {
    const field = event.key === "Enter" && typedInto(event);
    if (!field) return;
    if (!accepted(field)) return event.stopPropagation();
    write(field, dayOf(field.value) ?? "");
    before.text = field.value;
  }, true);

  document.addEventListener("focusout", (event) => {
    const field = typedInto(event);
    if (field) write(field, accepted(field) ? dayOf(field.value) ?? "" : before.text);
    field?.setAttribute("aria-invalid", "false");
  }, true);

  document.addEventListener("click", (event) => around(event, ".short-cut, .dash-datepicker-content, #reset, #undo") && put("dates-note", { text: "" }));
};
