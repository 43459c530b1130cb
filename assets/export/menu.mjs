/* The menus of what leaves the browser: files from the server, by the address of the page, and pictures, drawn here. */

import { leaflet } from "../map/leaflet.mjs";
import { made, part } from "../page/parts.mjs";
import { downloadChart } from "./chart.mjs";
import { address } from "./file.mjs";
import { downloadMap } from "./map-picture.mjs";

const picture = (file) => {
  const [of, format] = file.split(".");
  if (of === "map") downloadMap();
  else downloadChart(of, format);
};

const box = () => {
  const view = leaflet().getBounds();
  const degrees = { south: view.getSouth(), west: view.getWest(), north: view.getNorth(), east: view.getEast() };
  return Object.fromEntries(Object.entries(degrees).map(([side, value]) => [side, value.toFixed(5)]));
};

/* A menu has its items when it is first opened: Dash would look at every one of them at each change of the page. */
const fillMenu = (menu) => {
  const { pictures, files } = JSON.parse(menu.dataset.items);
  const item = (tag, attributes, words) => part(tag, { className: "export-item", ...attributes }, words);
  const drawn = Object.entries(pictures).map(([name, words]) => item("button", { type: "button", data: { picture: name } }, words));
  const written = Object.entries(files).map(([file, words]) => item("a", { href: "#", data: { export: file } }, words));
  menu.append(made(part("div", { className: "export-items" }, [...drawn, ...written])));
};

export const listen = () => {
  /* Before the browser follows the link. A menu closes when something was chosen, or the pointer goes elsewhere. */
  document.addEventListener("click", (event) => {
    const item = event.target.closest(".export-item");
    if (item?.dataset.export) {
      const { export: file } = item.dataset;
      item.href = address(file, window.location.search, file.startsWith("map.") ? box() : {}, document.documentElement.lang);
    }
    if (item?.dataset.picture) picture(item.dataset.picture);
    for (const menu of document.querySelectorAll(".export[open]")) {
      if (item || !menu.contains(event.target)) menu.removeAttribute("open");
    }
  }, true);

  document.addEventListener("toggle", ({ target: menu }) => {
    if (menu.dataset.items && !menu.querySelector(".export-items")) fillMenu(menu);
  }, true);

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".export[open]");
    if (!menu) return;
    event.preventDefault();
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
};
