/* Files of the page: what they are called, where the server has them, and how one that was made here is handed over. */

import { prefix } from "../page/address.mjs";
import { name as nameOfTheme } from "../page/theme.mjs";

/** The address of a file: that of the page, and for the map the box in view.
   @type {(file: string, search: string, box: Said, language: string) => string} */
export const address = (file, search, box, language) => {
  const query = new URLSearchParams(search);
  query.set("lang", language);
  if (file.startsWith("map.")) Object.entries(box).forEach(([side, degrees]) => query.set(side, degrees));
  return `${prefix()}/export/${file}?${query}`;
};

/** What a picture made here is called, as the server names files: by what is in it and, for the map, what is seen of it.
   @type {(file: string, seen?: string) => Promise<string>} */
export const nameOf = async (file, seen = "") => {
  const query = new URLSearchParams(window.location.search);
  query.set("lang", document.documentElement.lang);
  query.set("theme", nameOfTheme());
  if (seen) query.set("seen", seen);
  const reply = await fetch(`${prefix()}/export/name/${file}?${query}`);
  return reply.ok ? reply.text() : file;
};

/** @type {(blob: Blob, file: string) => void} */
export const save = (blob, file) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  URL.revokeObjectURL(link.href);
};
