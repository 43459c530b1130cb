/* Parts of the page that its scripts make: text is put as text, whatever it says. */

export const element = (id) => document.getElementById(id);

/* A part of the page: its tag, its attributes, and its text or the parts in it. */
export const part = (tag, attributes, within) => ({ tag, attributes, within });

export const made = ({ tag, attributes: { style, data, ...rest }, within }) => {
  const root = Object.assign(document.createElement(tag), rest);
  Object.assign(root.style, style);
  Object.assign(root.dataset, data);
  root.append(...[within].flat().map((one) => (typeof one === "string" ? one : made(one))));
  return root;
};

const parted = new WeakMap();

/* Put text or parts, a class or absence on the page at once. Dash is not told: for each component that it is told of,
   it looks at all others again. What is put here is therefore put by nobody else. */
export const put = (id, { text, parts, ...attributes }) => {
  const root = element(id);
  if (!root) return;
  for (const [name, value] of Object.entries(attributes)) if (root[name] !== value) root[name] = value;
  if (text !== undefined && root.textContent !== text) root.textContent = text;
  const wanted = parts && JSON.stringify(parts);
  if (!parts || parted.get(root) === wanted) return;
  parted.set(root, wanted);
  root.replaceChildren(...parts.map(made));
};
