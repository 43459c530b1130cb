/* Parts of the page that its scripts make: text is put as text, whatever it says. */

/** @type {(id: string) => any} */
export const element = (id) => document.getElementById(id);

/** The part of the page around what an event is of, or null.
   @type {(event: Event, selector: string) => any} */
export const around = ({ target }, selector) => (target instanceof Element ? target.closest(selector) : null);

/** A part of the page: its tag, its attributes, and its text or the parts in it.
   @type {(tag: string, attributes: Part["attributes"], within: Part["within"]) => Part} */
export const part = (tag, attributes, within) => ({ tag, attributes, within });

/** @type {(part: Part) => HTMLElement} */
export const made = ({ tag, attributes: { style, data, ...rest }, within }) => {
  const root = Object.assign(document.createElement(tag), rest);
  Object.assign(root.style, style);
  Object.assign(root.dataset, data);
  root.append(...[within].flat().map(inserted));
  return root;
};

/** Text as text, a part as the element that it describes.
   @type {(one: string | Part) => string | HTMLElement} */
const inserted = (one) => (typeof one === "string" ? one : made(one));

const parted = new WeakMap();

/** Put text or parts, a class or absence on the page at once. Dash is not told: for each component that it is told of,
   it looks at all others again. What is put here is therefore put by nobody else.
   @type {(id: string, what: Put) => void} */
export const put = (id, { text, parts, ...attributes }) => {
  const root = element(id);
  if (!root) return;
  for (const [name, value] of Object.entries(attributes)) if (root[name] !== value) root[name] = value;
  if (text !== undefined && root.textContent !== text) root.textContent = text;
  const wanted = parts && JSON.stringify(parts);
  if (!parts || parted.get(root) === wanted) return;
  parted.set(root, wanted);
  root.replaceChildren(...parts.map(inserted));
};
