/* A base map of vectors on a Leaflet map: a layer of tiles, each on a canvas. */

import { decode } from "./mvt.mjs";
import { namesLayer } from "./names-layer.mjs";
import { paint } from "./paint.mjs";

export const SIZE = 256;
const KEPT = 256;

/** What is asked of the server, once for all maps of the page, the last few kept.
   @type {Map<string, Promise<BaseLayers>>} */
const asked = new Map();

/** @type {(address: string) => Promise<BaseLayers>} */
const ask = (address) => {
  const known = asked.get(address);
  if (known) {
    asked.delete(address);
    asked.set(address, known);
    return known;
  }
  const coming = fetch(address).then(async (reply) => {
    if (!reply.ok) throw new Error(`${reply.url} answered ${reply.status}`);
    return decode(new Uint8Array(await reply.arrayBuffer()));
  });
  coming.catch(() => asked.delete(address));
  asked.set(address, coming);
  if (asked.size > KEPT) asked.delete(/** @type {string} */ (asked.keys().next().value));
  return coming;
};

/** The tile that the server has for one that is shown, which may be finer than any that it has.
   @type {(coords: { x: number, y: number, z: number }, finest: number) => BaseTile} */
export const nativeOf = ({ x, y, z }, finest) => {
  const finer = 2 ** Math.max(0, z - finest);
  return { zoom: Math.min(z, finest), x: Math.floor(x / finer), y: Math.floor(y / finer) };
};

/* Tiles are painted one a frame, so that no frame of a pan is lost to several. */
/** @type {(() => void)[]} */
const waiting = [];
/** @type {(work: () => void) => void} */
const inTurn = (work) => {
  waiting.push(work);
  if (waiting.length > 1) return;
  const next = () => {
    waiting[0]();
    waiting.shift();
    if (waiting.length) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
};

/** What a tile shows of the one that the server has, and how fine it is.
   @type {(coords: { x: number, y: number, z: number }, native: BaseTile) => { size: number, zoom: number, times: number, left: number, top: number }} */
const shownOf = ({ x, y, z }, native) => {
  const times = 2 ** (z - native.zoom);
  return { size: SIZE, zoom: z, times, left: x - native.x * times, top: y - native.y * times };
};

/** @type {(base: BaseMap) => any} */
export const vectorLayer = (base) => {
  /** @type {Map<HTMLElement, { native: BaseTile, layers: BaseLayers }>} */
  const drawn = new Map();
  const names = namesLayer(() => drawn.values());
  /** @type {any} as Leaflet's own classes have it: what is protected is for subclasses */
  const tiles = new window.L.GridLayer({ minZoom: base.zooms[0], bounds: base.box, updateWhenZooming: false });

  tiles.createTile = (/** @type {{ x: number, y: number, z: number }} */ coords, /** @type {Function} */ done) => {
    const canvas = document.createElement("canvas");
    const sharp = window.devicePixelRatio || 1;
    canvas.width = canvas.height = SIZE * sharp;
    const native = nativeOf(coords, base.zooms[1]);
    const draw = (/** @type {BaseLayers} */ layers) => {
      const pen = canvas.getContext("2d");
      pen?.setTransform(sharp, 0, 0, sharp, 0, 0);
      if (pen) paint(pen, layers, shownOf(coords, native));
      drawn.set(canvas, { native, layers });
      names.soon();
      done(null, canvas);
    };
    ask(`${base.address}/${native.zoom}/${native.x}/${native.y}`)
      .then((layers) => inTurn(() => draw(layers)), (error) => done(error, canvas));
    return canvas;
  };
  tiles.on("tileunload", (/** @type {{ tile: HTMLElement }} */ { tile }) => drawn.delete(tile));
  tiles.on("add", () => names.addTo(tiles._map));
  tiles.on("remove", () => names.remove());
  return tiles;
};
