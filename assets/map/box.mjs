/* The box to ask cells for: the view and a margin, kept while the view stays inside it at the same zoom. */

const MARGIN = 0.2;
/* Of a degree: about 10 m. */
const DECIMALS = 4;
const [LAST_LAT, LAST_LNG] = [89, 179];

/* From which zoom on the names of places have room. */
const NAMES_FROM_ZOOM = 11;

/** @type {(degrees: number) => number} */
const round = (degrees) => Number(degrees.toFixed(DECIMALS));

/** @type {(bounds: Bounds, zoom: number, before: Box | null, look: Pick<Look, "focus">) => Box | null} */
export const boxOf = (bounds, zoom, before, { focus }) => {
  const [[south, west], [north, east]] = bounds;
  const kept =
    before && before.zoom === zoom && before.focus === focus &&
    south >= before.south && west >= before.west && north <= before.north && east <= before.east;
  if (kept) return null;
  const [up, across] = [(north - south) * MARGIN, (east - west) * MARGIN];
  const box = {
    south: round(Math.max(-LAST_LAT, south - up)),
    west: round(Math.max(-LAST_LNG, west - across)),
    north: round(Math.min(LAST_LAT, north + up)),
    east: round(Math.min(LAST_LNG, east + across)),
  };
  return { ...box, zoom, focus, key: [...Object.values(box), focus || ""].join(",") };
};

/** Hide the names of places on a map while it is seen from far.
   @type {(zoom: number, map: Element) => void} */
export const nameFrom = (zoom, map) => {
  map.classList.toggle("far", zoom < NAMES_FROM_ZOOM);
};
