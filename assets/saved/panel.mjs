/* The panel of what is saved: save, note, open, copy, delete and take back; kept in this browser, and as a file. */

import { setProps } from "../page/dash.mjs";
import * as kept from "../page/kept.mjs";
import { element } from "../page/parts.mjs";
import { fill } from "../page/words.mjs";
import { save } from "../export/file.mjs";
import { free, join, kindOf, link, read, write } from "./entries.mjs";
import { present } from "./view.mjs";

const KEY = "screening-scope-saved";
const FILE = "saved.json";

let words = null;
let editing = null;
let deleted = null;
/* What the browser refused to keep: it is here until the page is left. */
let refused = null;

const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
const say = (...lines) => (element("saved-said").textContent = lines.join("\n"));
const filled = (name, values) => fill(words[name], values);

/* What cannot be read is kept beside, as it was. */
const load = () => {
  const text = refused ?? kept.get(KEY);
  if (text === null) return [];
  const { entries, problems } = read(text, words);
  if (problems.length) {
    kept.set(`${KEY}-broken`, text);
    say(words.broken, ...problems);
  }
  return entries;
};

const store = (entries) => {
  const text = write(entries);
  refused = kept.set(KEY, text) ? null : text;
  if (refused) say(words.full);
  render();
};

const make = (tag, props, ...children) => {
  const made = document.createElement(tag);
  const { data, ...rest } = props;
  Object.assign(made, rest);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
};

const act = (action, { id, name }) => {
  const button = make("button", { type: "button", className: "quiet", textContent: words[action], data: { saved: action, id } });
  button.setAttribute("aria-label", filled("action", { action: words[action], name }));
  return button;
};

const badge = ({ address, method }) => {
  const kind = kindOf(address);
  return make("span", { className: `badge saved-${kind}`, textContent: [words[kind], method].filter(Boolean).join(" · ") });
};

const item = (entry) =>
  make(
    "li", {},
    make(
      "div", { className: "saved-top" },
      make("a", { href: link(entry.address), textContent: entry.name }),
      badge(entry),
    ),
    make("div", {}, make("strong", { textContent: entry.number ?? "" }), ` ${entry.interval ?? ""}`),
    make("div", { className: "note", textContent: [entry.unit, entry.rule, entry.answers].filter(Boolean).join(" ") }),
    ...(entry.note ? [make("p", { className: "saved-note", textContent: entry.note })] : []),
    make("div", { className: "saved-actions" }, ...["edit", "link", "delete"].map((action) => act(action, entry))),
  );

const render = () => {
  const list = element("saved-list");
  if (!list || !words) return;
  const entries = load();
  list.replaceChildren(...entries.map(item));
  element("saved-none").hidden = entries.length > 0;
  document.querySelector('[data-saved="download"]').disabled = !entries.length;
  element("saved-undo").hidden = deleted === null;
};

export const callbacks = {
  saved(pageWords) {
    words = pageWords.saved;
    render();
    return element("saved-none").hidden;
  },
};

const ask = (entry) => {
  editing = entry;
  for (const field of ["name", "note"]) setProps(`saved-${field}`, { value: entry[field] ?? "" });
  element("saved-dialog").showModal();
  element("saved-name").focus();
};

const confirm = () => {
  const [name, note] = ["saved-name", "saved-note"].map((id) => element(id).value.trim());
  if (!name) return element("saved-name").focus();
  const entries = load();
  const known = entries.some(({ id }) => id === editing.id);
  const entry = { ...editing, name: free(name, entries.filter(({ id }) => id !== editing.id)), note };
  element("saved-dialog").close();
  say(filled("saved", entry));
  return store(known ? entries.map((one) => (one.id === entry.id ? entry : one)) : [entry, ...entries]);
};

const remove = (entry, entries) => {
  deleted = { entry, position: entries.indexOf(entry) };
  say(filled("deleted", { name: entry.name }));
  store(entries.filter((one) => one !== entry));
  element("saved-undo").focus();
};

const undo = () => {
  const entries = load();
  entries.splice(deleted.position, 0, deleted.entry);
  say(filled("back", { name: deleted.entry.name }));
  deleted = null;
  store(entries);
  element("saved-list").querySelector("a")?.focus();
};

/* A browser lets a page copy only on its own machine or over HTTPS. */
const copy = async (link) => {
  try {
    await window.navigator.clipboard.writeText(link);
    say(words.copied);
  } catch {
    say(words.copy_this, link);
  }
};

const open = () => {
  const input = make("input", { type: "file", accept: ".json,application/json" });
  input.addEventListener("change", async () => {
    const { entries, problems } = read(await input.files[0].text(), words);
    const before = load();
    const joined = join(before, entries, newId);
    say(filled("opened", { count: joined.length - before.length, name: input.files[0].name }), ...problems);
    store(joined);
  });
  input.click();
};

const ACTIONS = {
  save: () => {
    const view = present(words);
    if (view) ask({ id: newId(), saved_at: new Date().toISOString(), note: "", ...view });
    else say(words.wait);
  },
  copy: () => copy(window.location.href),
  download: () => save(new Blob([write(load())], { type: "application/json" }), FILE),
  open,
  undo,
  confirm,
  cancel: () => element("saved-dialog").close(),
  edit: ask,
  link: ({ address }) => copy(new URL(link(address), window.location.href).href),
  delete: remove,
};

export const listen = () => {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-saved]");
    if (!button) return;
    const entries = button.dataset.id ? load() : [];
    const entry = entries.find(({ id }) => id === button.dataset.id);
    if (!button.dataset.id || entry) ACTIONS[button.dataset.saved](entry, entries);
  });

  /* The key shall not press the button that the focus goes back to. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.id !== "saved-name") return;
    event.preventDefault();
    confirm();
  }, true);

  /* Another page of this browser has saved or deleted. */
  window.addEventListener("storage", ({ key }) => key === KEY && render());
};
