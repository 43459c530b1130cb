/* The one namespace of the page, and what every other file needs: numbers, words, packed arrays. */
"use strict";

(function () {
  const root = typeof window === "undefined" ? globalThis : window;
  const scope = (root.scope = root.scope || {});
  const clientside = (root.dash_clientside = root.dash_clientside || {});
  scope.callbacks = clientside.scope = clientside.scope || {};

  const language = typeof document === "undefined" ? "en" : document.documentElement.lang;
  const whole = new Intl.NumberFormat(language || "en", { maximumFractionDigits: 0 });

  scope.number = (value) => whole.format(value);

  scope.percent = (part, total, words) => {
    const share = (100 * part) / total;
    if (share > 0 && share < 1) return words.under;
    if (share > 99 && share < 100) return words.over;
    return `${Math.round(share)}%`;
  };

  scope.fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

  scope.bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

  scope.counts = (base64) => new Uint32Array(scope.bytes(base64).buffer);

  /* What this browser keeps for the page. It may refuse to keep anything, or to say what it keeps. */
  scope.kept = {
    get(key) {
      try {
        return root.localStorage.getItem(key);
      } catch {
        return null;
      }
    },

    /* Return whether it is kept. */
    set(key, text) {
      try {
        root.localStorage.setItem(key, text);
        return true;
      } catch {
        return false;
      }
    },
  };

  scope.calm = () => root.matchMedia("(prefers-reduced-motion: reduce)").matches;

  scope.noUpdate = () => root.dash_clientside.no_update;

  /* Return a function that says whether any of its values is another than at its last call. */
  scope.changes = () => {
    let before = [];
    return (...now) => {
      const changed = now.some((value, position) => value !== before[position]);
      before = now;
      return changed;
    };
  };

  /* A part of the page: its tag, its attributes, and its text or the parts in it. */
  scope.part = (tag, attributes, within) => ({ tag, attributes, within });

  scope.made = ({ tag, attributes: { style, data, ...rest }, within }) => {
    const element = Object.assign(document.createElement(tag), rest);
    Object.assign(element.style, style);
    Object.assign(element.dataset, data);
    element.append(...[within].flat().map((one) => (typeof one === "string" ? one : scope.made(one))));
    return element;
  };

  const parted = new WeakMap();

  /* Put text or parts, a class or absence on the page at once. Dash is not told: for each component that it is told of,
     it looks at all others again. What is put here is therefore put by nobody else. */
  scope.put = (id, { text, parts, ...attributes }) => {
    const element = document.getElementById(id);
    if (!element) return;
    for (const [name, value] of Object.entries(attributes)) if (element[name] !== value) element[name] = value;
    if (text !== undefined && element.textContent !== text) element.textContent = text;
    const wanted = parts && JSON.stringify(parts);
    if (!parts || parted.get(element) === wanted) return;
    parted.set(element, wanted);
    element.replaceChildren(...parts.map(scope.made));
  };
})();
