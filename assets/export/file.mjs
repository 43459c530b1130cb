/* Files of the page: what they are called, where the server has them, and how one that was made here is handed over. */

import { prefix } from "../page/address.mjs";
import { release } from "../page/dash.mjs";

/** The address of a file: that of the page, and for the map the box in view.
   @type {(file: string, search: string, box: Said, language: string) => string} */
export const address = (file, search, box, language) => {
  const query = new URLSearchParams(search);
  query.set("lang", language);
  if (file.startsWith("map.")) Object.entries(box).forEach(([side, degrees]) => query.set(side, degrees));
  return `${prefix()}/export/${file}?${query}`;
};

/** What a file made here is called, by what is in it.
   @type {(of: string) => string} */
export const nameOf = (of) => `${release().key}-${new URLSearchParams(window.location.search).get("site")}-${of}`;

/** @type {(blob: Blob, file: string) => void} */
export const save = (blob, file) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  URL.revokeObjectURL(link.href);
};
