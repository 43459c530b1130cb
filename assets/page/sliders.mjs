/* dcc.Slider gives its thumbs no name and speaks positions: say what a slider is, and its value in words.
   It tells Dash of a move some frames later than it shows it: hear it from the thumb. */

const THUMB = '[role="slider"]';
/** @type {Map<string, { label: string, values: string[] }>} */
const said = new Map();
/** @type {Map<string, (position: number) => void>} */
const heard = new Map();

/** @type {(id: string) => void} */
const say = (id) => {
  const { label, values } = said.get(id) ?? { label: "", values: [] };
  document.querySelectorAll(`#${id} ${THUMB}`).forEach((thumb, position) => {
    thumb.setAttribute("aria-label", label);
    thumb.setAttribute("aria-valuetext", values[position] ?? "");
  });
};

/** @type {(id: string, label: string, ...values: string[]) => void} */
export const describe = (id, label, ...values) => {
  said.set(id, { label, values });
  say(id);
};

/** Call `hear` with the position of a slider's thumb in the frame in which it moves.
   @type {(id: string, hear: (position: number) => void) => void} */
export const hearSlider = (id, hear) => {
  heard.set(id, hear);
};

/** @type {(change: { target: any }) => void} */
const tell = ({ target }) => {
  const [, hear] = [...heard].find(([id]) => target.closest(`#${id}`)) ?? [];
  hear?.(Number(target.getAttribute("aria-valuenow")));
};

/** @type {(node: Node) => boolean} */
const isThumb = (node) => node instanceof Element && (node.matches(THUMB) || node.querySelector(THUMB));

export const listen = () => {
  /* A slider's script may come after its value. */
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some(isThumb))) [...said.keys()].forEach(say);
    changes.filter(({ type }) => type === "attributes").forEach(tell);
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["aria-valuenow"] });
};
