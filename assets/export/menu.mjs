/* The menus of what leaves the browser: files from the server, by the address of the page, and pictures, drawn here. */

import { mapOfPage } from "../map/leaflet.mjs";
import { around, made, part } from "../page/parts.mjs";
import { downloadChart } from "./chart.mjs";
import { address } from "./file.mjs";
import { downloadMap } from "./map-picture.mjs";

/** @type {(file: string) => void} */
const picture = (file) => {
  const [of, format] = file.split(".");
  if (of === "map") downloadMap();
  else downloadChart(of, format);
};

/** @type {() => Said} */
const box = () => {
  const view = mapOfPage().getBounds();
  const degrees = { south: view.getSouth(), west: view.getWest(), north: view.getNorth(), east: view.getEast() };
  return Object.fromEntries(Object.entries(degrees).map(([side, value]) => [side, value.toFixed(5)]));
};

/** A menu has its items when it is first opened: Dash would look at every one of them at each change of the page.
   @type {(menu: HTMLElement) => void} */
const fillMenu = (menu) => {
  const { pictures, files } = JSON.parse(menu.dataset.items ?? "{}");
  /** @type {(tag: string, attributes: Part["attributes"], words: string) => Part} */
  const item = (tag, attributes, words) => part(tag, { className: "export-item", ...attributes }, words);
  /** @type {Part[]} */
  const drawn = Object.entries(pictures).map(([name, words]) => item("button", { type: "button", data: { picture: name } }, words));
  /** @type {Part[]} */
  const written = Object.entries(files).map(([file, words]) => item("a", { href: "#", data: { export: file } }, words));
  menu.append(made(part("div", { className: "export-items" }, [...drawn, ...written])));
};

export const listen = () => {
  /* Before the browser follows the link. A menu closes when something was chosen, or the pointer goes elsewhere. */
  document.addEventListener("click", (event) => {
    const item = around(event, ".export-item");
    if (item?.dataset.export) {
      const { export: file } = item.dataset;
      item.href = address(file, window.location.search, file.startsWith("map.") ? box() : {}, document.documentElement.lang);
    }
    if (item?.dataset.picture) picture(item.dataset.picture);
    for (const menu of document.querySelectorAll(".export[open]")) {
      if (item || around(event, ".export") !== menu) menu.removeAttribute("open");
    }
  }, true);

  document.addEventListener("toggle", (event) => {
    const menu = around(event, "[data-items]");
    if (menu && !menu.querySelector(".export-items")) fillMenu(menu);
  }, true);

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".export[open]");
    if (!menu) return;
    event.preventDefault();
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
};
