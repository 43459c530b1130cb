/* dcc.Slider gives its thumbs no name and speaks positions: say what a slider is, and its value in words. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const page = typeof document === "undefined" ? null : document;
  const said = new Map();

  const say = (id) => {
    const { label, values } = said.get(id);
    page?.querySelectorAll(`#${id} [role="slider"]`).forEach((thumb, position) => {
      thumb.setAttribute("aria-label", label);
      thumb.setAttribute("aria-valuetext", values[position] ?? "");
    });
  };

  scope.describe = (id, label, ...values) => {
    said.set(id, { label, values });
    say(id);
  };

  if (!page) return;

  /* A slider's script may come after its value. */
  const isThumb = (node) => node.nodeType === 1 && (node.matches('[role="slider"]') || node.querySelector('[role="slider"]'));
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some(isThumb))) [...said.keys()].forEach(say);
  }).observe(page.documentElement, { childList: true, subtree: true });
})();
