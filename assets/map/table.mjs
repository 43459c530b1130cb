/* The table beside the map: opened and closed by its button, and asked for anew when the map has come to rest. */

import { noUpdate } from "../page/dash.mjs";
import { element } from "../page/parts.mjs";

const QUIET_MS = 250;

let latest = 0;
let wasOpen = false;

/** @type {Callbacks} */
export const callbacks = {
  table(clicks, bounds, view, rule, look, release) {
    const mine = ++latest;
    const open = (clicks ?? 0) % 2 === 1;
    const wait = wasOpen ? QUIET_MS : 0;
    wasOpen = open;
    element("table-open")?.setAttribute("aria-expanded", String(open));
    if (!open || !bounds || !view || !rule || !look) return [noUpdate(), !open];
    const [[south, west], [north, east]] = bounds;
    const asked = { release: release.key, rule, look, view, box: [south, west, north, east] };
    return new Promise((resolve) => {
      setTimeout(() => resolve([mine === latest ? asked : noUpdate(), false]), wait);
    });
  },
};
