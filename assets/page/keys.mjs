/* Short ways by key: one letter each, told of by `?`, and switched off by whoever does not want them. */

import { undo } from "../rule/history.mjs";
import { words as wordsOfPage } from "./dash.mjs";
import * as kept from "./kept.mjs";
import { around, element, put } from "./parts.mjs";

const SWITCH = "screening-scope-keys";
const OFF = "off";
const SAID_MS = 4000;

/** @type {number | undefined} */
let silence;
/** @type {(said: string) => void} */
const say = (said) => {
  clearTimeout(silence);
  put("keys-said", { text: said });
  silence = setTimeout(() => put("keys-said", { text: "" }), SAID_MS);
};

/** A browser lets a page copy only on its own machine or over HTTPS.
   @type {(text: string) => Promise<void>} */
const copy = async (text) => {
  const { copied, not_copied: refused } = wordsOfPage().keys;
  try {
    await window.navigator.clipboard.writeText(text);
    say(`${copied} ${text}`);
  } catch {
    say(`${refused} ${text}`);
  }
};

/** @type {(id: string) => string} */
const textOf = (id) => element(id).textContent;

/** The number as it may be said: with its low and high, and whether it was counted.
   @type {() => string} */
const number = () => {
  const [unit, method, mid, ends] = ["unit", "method", "number", "interval"].map(textOf);
  return `${unit}: ${mid}${ends && ` (${ends})`}, ${method}`;
};

const isOn = () => kept.get(SWITCH) !== OFF;

const showSwitch = () => element("keys-on").setAttribute("aria-checked", String(isOn()));

const show = () => {
  showSwitch();
  element("keys").showModal();
};

const findPlace = () => element("site").click();

/** @type {Record<string, () => unknown>} */
const ACTIONS = {
  show,
  place: findPlace,
  undo,
  better: () => document.querySelector("#better-offer:not([hidden])")?.click(),
  compare: () => document.querySelector('.pages a[href*="/compare"]').click(),
  sentence: () => copy(textOf("sentence")),
  number: () => copy(number()),
};

/** @type {Record<string, string>} */
const KEYS = { "?": "show", "/": "place", u: "undo", b: "better", c: "compare", s: "sentence", n: "number" };

const TYPING = "input, textarea, select, [contenteditable], [role=textbox]";

export const listen = () => {
  document.addEventListener("click", (event) => {
    const button = around(event, "[data-key]");
    if (button) ACTIONS[button.dataset.key]();
    if (around(event, "#keys-close")) element("keys").close();
    if (!around(event, "#keys-on")) return;
    kept.set(SWITCH, isOn() ? OFF : "on");
    showSwitch();
  });

  /* Before dcc hears it: a list that is closed but has the focus would open and take the letter for a search, as the key
     comes up. */
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !element("keys")) return;
    const action = KEYS[event.key];
    const elsewhere = around(event, TYPING) || around(event, ".leaflet-map") || document.querySelector(":modal");
    if (!action || elsewhere || (action !== "show" && !isOn())) return;
    event.preventDefault();
    event.stopPropagation();
    document.addEventListener("keyup", (up) => up.stopPropagation(), { capture: true, once: true });
    ACTIONS[action]();
  }, true);
};
