/* Mapbox Vector Tiles, as much of them as a base map holds. Source: Mapbox Vector Tile specification 2.1. */

const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5];
const [MOVE, LINE] = [1, 2];

const text = new TextDecoder();

/** Whole numbers of 7 bits a byte, the lowest first; those over 53 bits, of which none is read, are not exact.
   @type {(bytes: Uint8Array, at: number) => [number, number]} */
const varint = (bytes, at) => {
  let [value, unit, next] = [0, 1, at];
  for (; bytes[next] >= 128; next += 1, unit *= 128) value += (bytes[next] - 128) * unit;
  return [value + bytes[next] * unit, next + 1];
};

/** The fields of a message: their number, and their value or their bytes.
   @type {(bytes: Uint8Array) => Generator<[number, any]>} */
function* fields(bytes) {
  let at = 0;
  while (at < bytes.length) {
    let [key, value] = [0, /** @type {any} */ (null)];
    [key, at] = varint(bytes, at);
    const [field, wire] = [key >> 3, key & 7];
    if (wire === VARINT) [value, at] = varint(bytes, at);
    else if (wire === BYTES) {
      const [length, start] = varint(bytes, at);
      [value, at] = [bytes.subarray(start, start + length), start + length];
    } else if (wire === FIXED64 || wire === FIXED32) at += wire === FIXED64 ? 8 : 4;
    else throw new Error(`A tile of the base map is damaged: no field is of type ${wire}.`);
    yield [field, value];
  }
}

/** @type {(bytes: Uint8Array) => number[]} */
const numbers = (bytes) => {
  const found = [];
  for (let at = 0; at < bytes.length;) {
    const [value, next] = varint(bytes, at);
    found.push(value);
    at = next;
  }
  return found;
};

/** @type {(value: number) => number} */
const signed = (value) => (value >>> 1) ^ -(value & 1);

/** Lines, rings or points as rows of x and y; a ring does not say its first corner again.
   @type {(commands: number[]) => number[][]} */
const partsOf = (commands) => {
  /** @type {number[][]} */
  const parts = [];
  let [x, y] = [0, 0];
  for (let at = 0; at < commands.length;) {
    const [what, times] = [commands[at] & 7, commands[at] >> 3];
    at += 1;
    if (what !== MOVE && what !== LINE) continue;
    for (let time = 0; time < times; time += 1, at += 2) {
      x += signed(commands[at]);
      y += signed(commands[at + 1]);
      if (what === MOVE) parts.push([x, y]);
      else parts[parts.length - 1].push(x, y);
    }
  }
  return parts;
};

/** @type {(bytes: Uint8Array) => string | null} */
const stringOf = (bytes) => {
  for (const [field, value] of fields(bytes)) if (field === 1) return text.decode(value);
  return null;
};

/** @type {(bytes: Uint8Array) => { tags: number[], parts: number[][] }} */
const featureOf = (bytes) => {
  let [tags, parts] = [/** @type {number[]} */ ([]), /** @type {number[][]} */ ([])];
  for (const [field, value] of fields(bytes)) {
    if (field === 2) tags = numbers(value);
    if (field === 4) parts = partsOf(numbers(value));
  }
  return { tags, parts };
};

/** @type {(bytes: Uint8Array) => [string, BaseFeature[]]} */
const layerOf = (bytes) => {
  let name = "";
  /** @type {{ tags: number[], parts: number[][] }[]} */
  const features = [];
  /** @type {string[]} */
  const keys = [];
  /** @type {(string | null)[]} */
  const values = [];
  for (const [field, value] of fields(bytes)) {
    if (field === 1) name = text.decode(value);
    if (field === 2) features.push(featureOf(value));
    if (field === 3) keys.push(text.decode(value));
    if (field === 4) values.push(stringOf(value));
  }
  return [name, features.map(({ tags, parts }) => {
    const names = new Map();
    for (let at = 0; at < tags.length; at += 2) names.set(keys[tags[at]], values[tags[at + 1]]);
    return { names, parts };
  })];
};

/** The features of a tile by kind; coordinates from 0 to EXTENT, and a little beyond.
   @type {(bytes: Uint8Array) => Map<string, BaseFeature[]>} */
export const decode = (bytes) => {
  const layers = new Map();
  for (const [field, value] of fields(bytes)) if (field === 3) layers.set(...layerOf(value));
  return layers;
};

export const EXTENT = 4096;
