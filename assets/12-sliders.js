/* dcc.Slider gives its thumbs no name and speaks positions: say what a slider is, and its value in words.
   It tells Dash of a move some frames later than it shows it: hear it from the thumb. */
"use strict";

(function () {
  const { scope } = typeof window === "undefined" ? globalThis : window;
  const page = typeof document === "undefined" ? null : document;
  const said = new Map();
  const heard = new Map();

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

  /* Call `hear` with the position of a slider's thumb in the frame in which it moves. */
  scope.hearSlider = (id, hear) => heard.set(id, hear);

  if (!page) return;

  const tell = ({ target }) => {
    const [, hear] = [...heard].find(([id]) => target.closest(`#${id}`)) ?? [];
    hear?.(Number(target.getAttribute("aria-valuenow")));
  };

  /* A slider's script may come after its value. */
  const isThumb = (node) => node.nodeType === 1 && (node.matches('[role="slider"]') || node.querySelector('[role="slider"]'));
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some(isThumb))) [...said.keys()].forEach(say);
    changes.filter(({ type }) => type === "attributes").forEach(tell);
  }).observe(page.documentElement, { childList: true, subtree: true, attributeFilter: ["aria-valuenow"] });
})();
