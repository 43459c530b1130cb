/* How the map is seen, as the controls beside it say: the borders of the districts, the opacity of the heat in percent,
   and the base map. */

import * as basemap from "../basemap/layer.mjs";
import { propsOf, setProps } from "../page/dash.mjs";

let seen = { districts: "on", opacity: 80, basemap: "on" };

export const sight = () => seen;

/** Show the map as another sight says; only what has changed is painted again.
   @type {(next: { districts: string, opacity: number, basemap: string }) => void} */
export const see = (next) => {
  const { districts, opacity, basemap: base } = seen;
  seen = next;
  document.documentElement.style.setProperty("--heat", String(next.opacity / 100));
  if (next.opacity !== opacity) setProps("cells", { hideout: { ...next } });
  if (next.basemap !== base) basemap.show(next.basemap === "on");
  if (next.districts !== districts || next.basemap !== base) setProps("districts", { hideout: { ...propsOf("districts")?.hideout, ...next } });
};
