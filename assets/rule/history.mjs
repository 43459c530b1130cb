/* The settled changes of the rule, each an entry of the browser's history: Back undoes, Forward does again. */

import { setProps } from "../page/dash.mjs";
import * as kept from "../page/kept.mjs";
import { around, put } from "../page/parts.mjs";

/** What an entry holds: which of the session it is, the rules as text, and what shows them again without a new page.
   @typedef {{ at: number, rules: string, again: object | null }} Entry */

const LAST = "screening-scope-last";
/* Changes that follow sooner than this are one. */
const QUIET_MS = 600;

/** The entry that the page stands on.
   @type {Entry | null} */
let entry = null;
/** What has not rested yet.
   @type {{ query: string, rules: string, again: object | null } | null} */
let moving = null;
let held = false;
/** @type {number | undefined} */
let resting;

/** @type {(now: Entry, query: string, how: "pushState" | "replaceState") => void} */
const write = (now, query, how) => {
  entry = now;
  window.history[how]({ ...window.history.state, scope: now }, "", `?${query}`);
  put("undo", { disabled: now.at === 0 });
};

/** A change that has rested is an entry, one that led back to where it began is none. */
const rest = () => {
  clearTimeout(resting);
  if (!moving || !entry || held) return;
  const { query, rules, again } = moving;
  moving = null;
  if (rules === entry.rules) write({ ...entry, again }, query, "replaceState");
  else write({ at: entry.at + 1, rules, again }, query, "pushState");
};

/** Keep the address of the page; other rules than those of the present entry become one of their own.
   `again` is told to the store `put-rule` when the entry is come back to; without it Dash opens the page anew.
   @type {(query: string, rules: string, again?: object | null) => void} */
export const keep = (query, rules, again = null) => {
  clearTimeout(resting);
  if (!entry) return write({ at: window.history.state?.scope?.at ?? 0, rules, again }, query, "replaceState");
  moving = { query, rules, again };
  if (rules === entry.rules) return rest();
  resting = setTimeout(rest, QUIET_MS);
};

/** @type {(query: string) => void} */
export const remember = (query) => {
  kept.set(LAST, query);
};

/** Where somebody left the first page, for who comes again by the plain address of it. The mark is for the server, which
   opens the usual view where the last one is gone (dashboard/ui/again.py); the page then writes its own address.
   @type {() => void} */
export const comeBack = () => {
  const last = kept.get(LAST);
  if (last && !window.location.search && window.location.pathname.endsWith("/")) window.history.replaceState(null, "", `?${last}&last=1`);
};

/** @type {(event: PopStateEvent) => void} */
const gone = (event) => {
  const scope = event.state?.scope;
  if (!scope) return;
  clearTimeout(resting);
  moving = null;
  entry = scope;
  put("undo", { disabled: scope.at === 0 });
  if (!scope.again) return;
  // Dash would open the page anew.
  event.stopImmediatePropagation();
  setProps("put-rule", { data: scope.again });
};

export const undo = () => {
  rest();
  if (entry?.at) window.history.back();
};

/** @type {(event: Event) => void} */
const press = () => {
  rest();
  held = true;
};
const release = () => {
  held = false;
  if (moving) resting = setTimeout(rest, QUIET_MS);
};

export const listen = () => {
  comeBack();
  window.addEventListener("popstate", gone, true);
  document.addEventListener("pointerdown", press, true);
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, release, true);
  /* What is pressed may read the address: what has changed until then has settled. */
  document.addEventListener("keydown", ({ key }) => (key === "Enter" || key === " ") && rest(), true);
  document.addEventListener("click", (event) => around(event, "#undo") && undo());
};
