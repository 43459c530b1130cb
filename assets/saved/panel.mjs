/* The panel of what is saved: save, note, open, copy, delete and take back; kept in this browser, and as a file. */

import { setProps, words as wordsOfPage } from "../page/dash.mjs";
import * as kept from "../page/kept.mjs";
import { around, element, made, part } from "../page/parts.mjs";
import { fill } from "../page/words.mjs";
import { save } from "../export/file.mjs";
import { free, join, kindOf, link, read, write } from "./entries.mjs";
import { present } from "./view.mjs";

const KEY = "screening-scope-saved";
const FILE = "saved.json";

const words = () => wordsOfPage().saved;

/** @type {Partial<Saved>} */
let editing = {};
/** @type {{ entry: Saved, position: number } | null} */
let deleted = null;
/** What the browser refused to keep: it is here until the page is left.
   @type {string | null} */
let refused = null;

const newId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
/** @type {(...lines: string[]) => void} */
const say = (...lines) => {
  element("saved-said").textContent = lines.join("\n");
};
/** @type {(name: string, values: Record<string, unknown>) => string} */
const filled = (name, values) => fill(words()[name], values);

/** What cannot be read is kept beside, as it was.
   @type {() => Saved[]} */
const load = () => {
  const text = refused ?? kept.get(KEY);
  if (text === null) return [];
  const { entries, problems } = read(text, words());
  if (problems.length) {
    kept.set(`${KEY}-broken`, text);
    say(words().broken, ...problems);
  }
  return entries;
};

/** @type {(entries: Saved[]) => void} */
const store = (entries) => {
  const text = write(entries);
  refused = kept.set(KEY, text) ? null : text;
  if (refused) say(words().full);
  render();
};

/** @type {(action: string, entry: Saved) => Part} */
const act = (action, { id, name }) =>
  part("button", {
    type: "button", className: "quiet", ariaLabel: filled("action", { action: words()[action], name }), data: { saved: action, id },
  }, words()[action]);

/** @type {(entry: Saved) => Part} */
const badge = ({ address, method }) => {
  const kind = kindOf(address);
  return part("span", { className: `badge saved-${kind}` }, [words()[kind], method].filter(Boolean).join(" · "));
};

/** @type {(entry: Saved) => Part} */
const item = (entry) =>
  part("li", {}, [
    part("div", { className: "saved-top" }, [part("a", { href: link(entry.address) }, entry.name), badge(entry)]),
    part("div", {}, [part("strong", {}, entry.number ?? ""), ` ${entry.interval ?? ""}`]),
    part("div", { className: "note" }, [entry.unit, entry.rule, entry.answers].filter(Boolean).join(" ")),
    ...(entry.note ? [part("p", { className: "saved-note" }, entry.note)] : []),
    part("div", { className: "saved-actions" }, ["edit", "link", "delete"].map((action) => act(action, entry))),
  ]);

const render = () => {
  const list = element("saved-list");
  if (!list) return;
  const entries = load();
  list.replaceChildren(...entries.map((entry) => made(item(entry))));
  element("saved-none").hidden = entries.length > 0;
  document.querySelector('[data-saved="download"]').disabled = !entries.length;
  element("saved-undo").hidden = deleted === null;
};

/** @type {Callbacks} */
export const callbacks = {
  saved() {
    render();
    return element("saved-none").hidden;
  },
};

/** @type {(entry: Partial<Saved>) => void} */
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
  const entry = /** @type {Saved} */ ({ ...editing, name: free(name, entries.filter(({ id }) => id !== editing.id)), note });
  element("saved-dialog").close();
  say(filled("saved", entry));
  return store(known ? entries.map((one) => (one.id === entry.id ? entry : one)) : [entry, ...entries]);
};

/** @type {(entry: Saved, entries: Saved[]) => void} */
const remove = (entry, entries) => {
  deleted = { entry, position: entries.indexOf(entry) };
  say(filled("deleted", { name: entry.name }));
  store(entries.filter((one) => one !== entry));
  element("saved-undo").focus();
};

const undo = () => {
  if (!deleted) return;
  const entries = load();
  entries.splice(deleted.position, 0, deleted.entry);
  say(filled("back", { name: deleted.entry.name }));
  deleted = null;
  store(entries);
  element("saved-list").querySelector("a")?.focus();
};

/** A browser lets a page copy only on its own machine or over HTTPS.
   @type {(link: string) => Promise<void>} */
const copy = async (address) => {
  try {
    await window.navigator.clipboard.writeText(address);
    say(words().copied);
  } catch {
    say(words().copy_this, address);
  }
};

const open = () => {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: ".json,application/json" });
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    if (!file) return;
    const { entries, problems } = read(await file.text(), words());
    const before = load();
    const joined = join(before, entries, newId);
    say(filled("opened", { count: joined.length - before.length, name: file.name }), ...problems);
    store(joined);
  });
  input.click();
};

/** @type {Record<string, (entry: Saved, entries: Saved[]) => unknown>} */
const ACTIONS = {
  save: () => {
    const view = present(words());
    if (view) ask({ id: newId(), saved_at: new Date().toISOString(), note: "", ...view });
    else say(words().wait);
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
  document.addEventListener("click", (event) => {
    const button = around(event, "[data-saved]");
    if (!button) return;
    const entries = button.dataset.id ? load() : [];
    const entry = entries.find(({ id }) => id === button.dataset.id);
    if (!button.dataset.id || entry) ACTIONS[button.dataset.saved](/** @type {Saved} */ (entry), entries);
  });

  /* The key shall not press the button that the focus goes back to. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !around(event, "#saved-name")) return;
    event.preventDefault();
    confirm();
  }, true);

  /* Another page of this browser has saved or deleted. */
  window.addEventListener("storage", ({ key }) => key === KEY && render());
};
