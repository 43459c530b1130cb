/* Arrays of whole numbers as they come from the server: base64 of bytes, or of four bytes a number. */

/** @type {(base64: string) => Uint8Array} */
export const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** @type {(base64: string) => Uint32Array} */
export const counts = (base64) => new Uint32Array(bytes(base64).buffer);
