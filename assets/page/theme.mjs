/* Light or dark: as the system says until the switch is used, then as chosen in this browser. */

import * as kept from "./kept.mjs";
import { around } from "./parts.mjs";

const KEY = "screening-scope-theme";
const root = () => document.documentElement;

const system = () => (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

/** @type {() => string} */
export const name = () => root().dataset.theme ?? "light";

/** @type {(variable: string) => string} */
export const colour = (variable) => window.getComputedStyle(root()).getPropertyValue(variable).trim();

/** @type {(theme: string) => void} */
const set = (theme) => {
  root().dataset.theme = theme;
};

const toggle = () => {
  const theme = name() === "dark" ? "light" : "dark";
  kept.set(KEY, theme);
  set(theme);
};

export const listen = () => {
  set(kept.get(KEY) || system());
  /* Before any callback hears of the click, so that charts and map are drawn in the new theme; on every page. */
  document.addEventListener("click", (event) => around(event, "#theme") && toggle(), true);
};
