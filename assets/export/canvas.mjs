/* A canvas as a picture. */

/** @type {(canvas: HTMLCanvasElement) => CanvasRenderingContext2D} */
export const penOf = (canvas) => {
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("The browser draws on no canvas.");
  return pen;
};

/** @type {(canvas: HTMLCanvasElement) => Promise<Blob>} */
export const blobOf = (canvas) =>
  new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser made no picture."))));
  });
