/* How the map is seen, as the controls beside it say: the borders of the districts, the opacity of the heat in percent. */

import { propsOf, setProps } from "../page/dash.mjs";

let seen = { districts: "on", opacity: 80 };

export const sight = () => seen;

/** Show the map as another sight says; only what has changed is painted again.
   @type {(next: { districts: string, opacity: number }) => void} */
export const see = (next) => {
  const { districts, opacity } = seen;
  seen = next;
  if (next.opacity !== opacity) setProps("cells", { hideout: { ...next } });
  if (next.districts !== districts) setProps("districts", { hideout: { ...propsOf("districts")?.hideout, ...next } });
};
