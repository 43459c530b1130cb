/* What is painted on the map now, and what it says of a cell. */

import { words } from "../page/dash.mjs";
import { fill } from "../page/words.mjs";
import * as heats from "./heat.mjs";
import { sight } from "./sight.mjs";

/** Classes, low and high for each cell of the view named by `key`, from `offset` on; under homes, or by choice, covered.
   @type {{ key: string | null, offset: number, heat: Heat | null, source: Source | null, moment: string | null, covered: boolean }} */
export const painted = { key: null, offset: 0, heat: null, source: null, moment: null, covered: false };

/** @type {(feature: { properties: CellOf }) => L.PathOptions} */
export const cellStyle = (feature) => {
  const { heat, key, offset, source, covered } = painted;
  if (covered || !heat || !source || feature.properties.key !== key) return heats.hidden;
  return heats.style(heat, source, offset + feature.properties.i, sight().opacity / 100);
};

/** The count of a cell and when, in words; nothing while another view is on its way.
   @type {(properties: CellOf) => { count: string, when: string, moment: string | null, empty: boolean } | null} */
export const cellCount = (properties) => {
  const { heat, key, offset, source, moment } = painted;
  if (!heat || !source || properties.key !== key) return null;
  const at = offset + properties.i;
  const count = (moment ? heats.count : heats.average)(heat, source, at, words());
  return { count, when: moment || heat.dates, moment, empty: source.high[at] === 0 };
};

/** The words of a cell under the pointer.
   @type {(properties: CellOf) => string} */
export const cellWords = (properties) => {
  const found = cellCount(properties);
  if (!found) return "";
  const { cell_hour, cell_sum } = words();
  return fill(found.moment ? cell_hour : cell_sum, found);
};
