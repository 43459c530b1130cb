/* The title of the document: the place of the rule where there is one, the page, the product. */

/** @type {Record<"place" | "page" | "product", string | undefined>} */
const parts = { place: "", page: "", product: globalThis.document?.title };

/** @type {(known: Partial<typeof parts>) => void} */
const say = (known) => {
  Object.assign(parts, known);
  document.title = Object.values(parts).filter(Boolean).join(" – ");
};

/** @type {(place: string | undefined) => void} */
export const at = (place) => say({ place });

/** @type {Callbacks} */
export const callbacks = {
  title: (page) => say({ page: page.props["data-title"] }),
};
