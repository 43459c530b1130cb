/* Maps under a finger: where they stand in the page's way, one finger scrolls the page past them and two move the map. */

// The width up to which the page is one column: page/page.css.
const IN_THE_WAY = "(pointer: coarse) and (max-width: 1180px)";

/** @type {(map: L.Map) => void} */
export const yieldToPage = (map) => {
  if (window.matchMedia(IN_THE_WAY).matches) map.dragging.disable();
};
