/* A tour of the page in five steps, each beside what it tells of: offered once, and always there in the head of the page. */

import { calm } from "../page/calm.mjs";
import { words as wordsOfPage } from "../page/dash.mjs";
import * as kept from "../page/kept.mjs";
import { around, element, made, part, put } from "../page/parts.mjs";
import { fill } from "../page/words.mjs";

const KEY = "screening-scope-tour";
const LOOK_MS = 500;

/** What each step tells of, in their order; the page scrolls to the first of several.
   @type {Record<string, string>} */
const TOLD = {
  rule: ".rule",
  number: ".headline-number",
  map: "#map",
  narrower: ".chart:has(#matrix)",
  away: '.pages a[href*="/compare"], [data-saved="save"], .briefing',
};

/** @type {any} */
let card = null;
let at = 0;

/** @type {() => Tour} */
const words = () => wordsOfPage().tour;
/** @type {(name: string) => HTMLElement[]} */
const told = (name) => [...document.querySelectorAll(TOLD[name])].filter((one) => one.getClientRects().length);
/** What is not on the page has no step.
   @type {() => string[]} */
const steps = () => Object.keys(TOLD).filter((name) => told(name).length);

/* A browser that keeps nothing would be offered it for ever: then it is not offered. */
const isNew = () => kept.get(KEY) !== "known" && kept.set(KEY, "offered");
const remember = () => kept.set(KEY, "known");

/** @type {(of: [string, string]) => Part} */
const button = ([action, label]) => part("button", { type: "button", className: "quiet", data: { tour: action } }, words()[label]);

const makeCard = () => {
  const dialog = made(part("dialog", { id: "tour-card", tabIndex: -1 }, []));
  dialog.setAttribute("aria-labelledby", "tour-title");
  dialog.setAttribute("aria-describedby", "tour-text");
  document.body.prepend(dialog);
  return dialog;
};

/** @type {(className: string, title: Part["within"], lines: string[], actions: Record<string, string>) => void} */
const open = (className, title, lines, actions) => {
  card ??= makeCard();
  put(card.id, {
    className: `tour ${className}`,
    parts: [
      part("h2", { id: "tour-title" }, title),
      part("div", { id: "tour-text" }, lines.map((line) => part("p", {}, line))),
      part("div", { className: "tour-actions" }, Object.entries(actions).map(button)),
    ],
  });
  // Shown by its attribute, since show() would take the focus.
  card.open = true;
};

const unmark = () => document.querySelectorAll("[data-told]").forEach((one) => delete one.dataset.told);

/** As in the style sheet: on a narrow page the card lies at the bottom, so what it tells of goes to the top; on one that
   is short, too, the card comes below it.
   @type {(element: HTMLElement) => void} */
const scrollTo = (marked) => {
  const narrow = window.matchMedia("(max-width: 1180px)").matches;
  const below = getComputedStyle(card).position === "absolute";
  const [shown, block] = below ? [card, "end"] : [marked, narrow ? "start" : "nearest"];
  shown.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
};

/** @type {(to: number) => void} */
const go = (to) => {
  const [names, { count, steps: said }] = [steps(), words()];
  if (to >= names.length) return end();
  at = to;
  unmark();
  const marked = told(names[at]);
  marked.forEach((one) => (one.dataset.told = ""));
  const which = part("span", {}, fill(count, { step: at + 1, total: names.length }));
  const last = at === names.length - 1;
  /** @type {Record<string, string>} */
  const actions = { next: last ? "done" : "next", ...(at > 0 && { back: "back" }), ...(!last && { end: "skip" }) };
  open("tour-step", [which, " ", said[names[at]].title], said[names[at]].lines, actions);
  scrollTo(marked[0]);
  return card.focus({ preventScroll: true });
};

const end = () => {
  const within = card.contains(document.activeElement);
  remember();
  unmark();
  card.open = false;
  if (within) element("tour").focus();
};

const start = () => {
  remember();
  go(0);
};

/** @type {Record<string, () => void>} */
const ACTIONS = { start, next: () => go(at + 1), back: () => go(at - 1), end };

/** @type {number | undefined} */
let looking;

/* Not before the number is there, which nothing shall delay. */
const offer = () => {
  if (!element("tour") || !element("number").textContent) return;
  clearInterval(looking);
  if (!card) open("tour-offer", [words().offer], [], { start: "start", end: "later" });
};

export const listen = () => {
  document.addEventListener("click", (event) => ACTIONS[around(event, "[data-tour]")?.dataset.tour]?.());

  /* The offer hears its own keys alone; a step, any that nothing else has taken. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !card?.open || document.querySelector(":modal")) return;
    if (card.matches(".tour-step") || around(event, `#${card.id}`)) end();
  });

  if (isNew()) looking = setInterval(offer, LOOK_MS);
};
