/* A page without a browser, for the modules of the real one: what they put on it and tell Dash is kept. */

/* What was put and told, in its order: an id, and what of it. */
export const set = [];

/* What Dash holds: the properties of a component by its id. */
const held = new Map();
export const hold = (id, props) => held.set(id, props);

/* A part of the page takes whatever is put on it, as if for the first time. */
const partOf = (id) =>
  new Proxy({}, {
    get: (_, name) => (name === "replaceChildren" ? (...parts) => set.push([id, { parts }]) : undefined),
    set: (_, name, value) => set.push([id, { [name]: value }]) > 0,
  });

const made = (tagName) => ({ tagName, style: {}, dataset: {}, textContent: "", within: [], append(...parts) { this.within.push(...parts); } });

Object.assign(globalThis, {
  window: globalThis,
  history: { state: null, replaceState() {}, pushState() {} },
  location: new URL("http://127.0.0.1/"),
  matchMedia: () => ({ matches: false }),
  getComputedStyle: () => ({ getPropertyValue: (name) => name }),
  document: {
    title: "Screening Scope",
    activeElement: null,
    documentElement: { lang: "", dataset: { theme: "light" } },
    getElementById: partOf,
    createElement: made,
    querySelector: () => ({ classList: { toggle: () => {} } }),
    querySelectorAll: () => [],
    addEventListener: () => {},
  },
  dash_clientside: {
    no_update: Symbol("no update"),
    callback_context: { triggered: [] },
    set_props: (id, props) => set.push([id, props]),
  },
  dash_component_api: { getLayout: (id) => held.has(id) ? { props: held.get(id) } : undefined },
  L: { Circle: class {}, svg: () => ({}) },
});

export const noUpdate = globalThis.dash_clientside.no_update;

/* The last of what was put on or told to a part. */
export const last = (id) => {
  const all = set.filter(([name]) => name === id).map(([, props]) => props);
  return all.length ? Object.assign({}, ...all) : undefined;
};

/* What triggers a callback, as Dash names it: "radius.drag_value". */
export const triggeredBy = (...names) => {
  globalThis.dash_clientside.callback_context.triggered = names.map((name) => ({ prop_id: name }));
};

export const base64 = (numbers, Type) => Buffer.from(new Type(numbers).buffer).toString("base64");
