/* A file dropped or chosen on the Data page: sent to the server with what is stated of it, and again whenever that
   changes; the server answers with parts of the page and keeps nothing between. */

import { prefix } from "../page/address.mjs";
import { spoken } from "../page/language.mjs";
import { around, element, put } from "../page/parts.mjs";
import { fill, number } from "../page/words.mjs";

/** @type {File | null} */
let file = null;
/** @type {File | null} */
let cells = null;
/** @type {XMLHttpRequest | null} */
let asking = null;

/** @type {() => Said} */
const words = () => JSON.parse(element("import").dataset.words);

/** @type {(text: string) => void} */
const say = (text) => put("import-said", { text });

/** @type {(busy: boolean) => void} */
const shown = (busy) => {
  put("import-busy", { hidden: !busy });
  put("import-answer", { inert: busy });
};

/** What is stated in the form, without what is left open.
   @type {() => Said} */
const stated = () => {
  const form = element("import-form");
  const given = form ? [...new FormData(form)] : [];
  return Object.fromEntries(given.flatMap(([name, value]) => (typeof value === "string" && value.trim() ? [[name, value]] : [])));
};

/** Half a file is no hint of how long the reading takes: then the bar says only that something is done.
   @type {(share: number | null) => void} */
const progress = (share) => {
  const bar = element("import-progress");
  if (share === null) bar.removeAttribute("value");
  else bar.value = share;
};

/** @type {(reply: { parts: Part[], saved: string | null }) => void} */
const answer = ({ parts, saved }) => {
  put("import-answer", { parts });
  const zones = document.querySelector("#import-answer [data-zones]");
  if (zones) {
    zones.append(...Intl.supportedValuesOf("timeZone").map((zone) => new Option(zone, zone)));
    zones.value = zones.dataset.zones;
  }
  if (saved) [file, cells] = [null, null];
  say("");
  element("import-result").focus();
};

/** @type {(save?: boolean) => void} */
const ask = (save = false) => {
  if (!file) return;
  const { address, limit } = element("import").dataset;
  const { name } = file;
  if (file.size + (cells?.size ?? 0) > Number(limit)) {
    say(fill(words().large, { file: name, limit: number(Number(limit) / 1e6) }));
    return;
  }
  const body = new FormData();
  body.append("stated", JSON.stringify(stated()));
  body.append("save", save ? "1" : "0");
  body.append("file", file);
  if (cells) body.append("cells", cells);

  const request = new XMLHttpRequest();
  asking = request;
  request.open("POST", `${prefix()}${address}`);
  request.setRequestHeader("Page-Language", spoken());
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    progress((100 * loaded) / total);
    say(fill(words().sending, { file: name, share: number((100 * loaded) / total) }));
  });
  request.upload.addEventListener("load", () => {
    progress(null);
    say(fill(words().reading, { file: name }));
  });
  request.addEventListener("load", () => {
    const { status, responseText } = request;
    shown(false);
    if (status === 200) answer(JSON.parse(responseText));
    else say(responseText.trim() || words().failed);
  });
  request.addEventListener("error", () => say(words().failed));
  request.addEventListener("abort", () => say(words().cancelled));
  request.addEventListener("loadend", () => shown(false));
  shown(true);
  progress(0);
  request.send(body);
};

/** @type {(taken: File | undefined) => void} */
const take = (taken) => {
  if (!taken) return;
  [file, cells] = [taken, null];
  asking?.abort();
  put("import-answer", { parts: [] });
  ask();
};

const choose = () => {
  const input = Object.assign(document.createElement("input"), { type: "file" });
  input.addEventListener("change", () => take(input.files?.[0]));
  input.click();
};

/** @type {Record<string, () => void>} */
const ACTIONS = { choose, cancel: () => asking?.abort(), save: () => ask(true) };

/** @type {(event: DragEvent) => boolean} */
const brings = ({ dataTransfer }) => Boolean(element("import") && dataTransfer?.types.includes("Files"));

/** @type {(over: boolean) => void} */
const light = (over) => element("import")?.classList.toggle("import-over", over);

export const listen = () => {
  document.addEventListener("click", (event) => {
    const action = around(event, "#import [data-import]")?.dataset.import;
    if (action) ACTIONS[action]();
  });
  document.addEventListener("submit", (event) => {
    if (!around(event, "#import-form")) return;
    event.preventDefault();
    ask();
  });
  document.addEventListener("change", (event) => {
    const input = around(event, "#import-cells");
    if (input) cells = input.files[0] ?? null;
  });

  /* Anywhere on the page: a file that misses the place would be opened by the browser in place of the page. */
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    light(true);
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || light(false));
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    light(false);
    take(event.dataTransfer?.files[0]);
  });
};
