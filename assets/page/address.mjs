/* Where this server is reached: below the path of its public address, if that has one, as it says itself. */

import { element } from "./parts.mjs";

/** The path, without a slash at its end: empty where there is none.
   @type {() => string} */
export const prefix = () => (JSON.parse(element("_dash-config")?.textContent ?? "{}").requests_pathname_prefix ?? "/").slice(0, -1);
