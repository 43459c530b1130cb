/* The charts of the answer: they come together, and each goes where it is on this page. */

import { propsOf, setProps } from "../page/dash.mjs";

/** @type {(now: unknown, before: unknown) => boolean} */
const same = (now, before) => (now ?? null) === (before ?? null);

/** @type {Callbacks} */
export const callbacks = {
  charts(charted) {
    for (const [id, props] of Object.entries(charted)) {
      const before = propsOf(id);
      // What is not on the page stays so, and what has not changed is not told: each part that is told of costs time.
      if (before && Object.entries(props).some(([name, value]) => !same(value, before[name]))) setProps(id, props);
    }
  },
};
