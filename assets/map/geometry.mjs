/* Outlines, which are the same for everybody: asked for apart from the counts, so that browsers keep them. */

import { noUpdate } from "../page/dash.mjs";

/** @type {(what: string, query: Record<string, string>) => Promise<any>} */
const outlines = async (what, query) => {
  const reply = await fetch(`geometry/${what}?${new URLSearchParams(query)}`);
  if (!reply.ok) throw new Error(`${reply.url} answered ${reply.status}`);
  return reply.json();
};

/** @type {(view: Box) => Promise<{ cells: object | null, sites: object | null }>} */
const inView = ({ south, west, north, east, focus, maps, key, release }) => {
  const box = Object.fromEntries(Object.entries({ south, west, north, east }).map(([side, degrees]) => [side, String(degrees)]));
  return outlines("cells", { ...box, focus: focus || "", maps: String(maps ?? 1), key, release: release ?? "" });
};

/** @type {Callbacks} */
export const callbacks = {
  async cells(view) {
    const { cells, sites } = await inView(view);
    return [cells, sites ?? noUpdate()];
  },

  comparedCellsInView: async (view) => (await inView(view)).cells,

  districtsOf: ({ key }) => outlines("districts", { release: key }),
};
